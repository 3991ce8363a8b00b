import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A record of a file, read loosely: what these tests look at is named where they look. */
export type Row = { readonly [field: string]: unknown };

export const folder = new URL('./', import.meta.url);
/** A file's text. */
export const text = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

/** Whether a value is a mapping. */
export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mapping, or an error that says what stands there instead. */
export function rowOf(value: unknown): Row {
  if (!isRow(value)) throw new Error(`not a mapping: ${JSON.stringify(value)}`);
  return value;
}

/** A list of mappings, or an error. */
export function rowsOf(value: unknown): Row[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value.map(rowOf);
}

/** A YAML file's mapping. */
export const file = (path: string): Row => rowOf(parse(text(path)));
/** The records of `<name>.yaml`. */
export const list = (name: string): Row[] => rowsOf(file(`${name}.yaml`)[name]);
/** The keys of records. */
export const keys = (rows: readonly Row[]): unknown[] => rows.map((row) => row['key']);
/** The record of that key, or an error. */
export const at = (rows: readonly Row[], key: string): Row =>
  rowOf(rows.find((row) => row['key'] === key) ?? `no record ${key}`);

/** A string, or an error that says what stands there instead. */
export function wordOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`not a text: ${JSON.stringify(value)}`);
  return value;
}
