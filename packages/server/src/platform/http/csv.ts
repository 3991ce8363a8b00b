import type { Operation } from '@throughline/contract';
import { isRaw } from '@throughline/contract';
import { z } from 'zod';

/** The path of a list as CSV: its own with `.csv` behind. */
export function csvPath(operation: Operation): string {
  return `${operation.path}.csv`;
}

/** The rows' schema of an operation that lists page by page; undefined for every other. */
export function listedRow(operation: Operation): z.ZodObject | undefined {
  const { output } = operation;
  if (operation.method !== 'GET' || !output || isRaw(output)) return undefined;
  if (operation.path.endsWith('}') || !(output instanceof z.ZodObject)) return undefined;
  const { items, ...others } = output.shape as Record<string, z.ZodType>;
  if (Object.keys(others).join() !== 'nextCursor') return undefined;
  const row = items instanceof z.ZodArray ? (items.element as z.ZodType) : undefined;
  return row instanceof z.ZodObject ? row : undefined;
}

/** A column: its name, and the way to its value in a row. */
interface Column {
  readonly name: string;
  readonly way: readonly string[];
}

function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? bare(schema.unwrap() as z.ZodType)
    : schema;
}

/** The member by which people call something that has a reference. */
function nameIn(members: object): 'title' | 'name' | undefined {
  if (!('ref' in members)) return undefined;
  return 'title' in members ? 'title' : 'name' in members ? 'name' : undefined;
}

/**
 * The columns of a list, from its contract: a column for each field, named as in the API. What has
 * a reference stands as its name, with the reference beside it (`owner`, `owner.ref`); other parts
 * are taken apart (`period.since`).
 */
export function csvColumns(row: z.ZodObject, way: readonly string[] = []): Column[] {
  return Object.entries(row.shape as Record<string, z.ZodType>).flatMap(([field, schema]) => {
    const here = [...way, field];
    const name = here.join('.');
    const part = bare(schema);
    if (!(part instanceof z.ZodObject)) return [{ name, way: here }];
    const called = nameIn(part.shape as object);
    if (called === undefined) return csvColumns(part, here);
    return [
      { name, way: [...here, called] },
      { name: `${name}.ref`, way: [...here, 'ref'] },
    ];
  });
}

/** A value in words: names for what has one, the parts of a list parted by semicolons. */
function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(written).filter(Boolean).join('; ');
  if (typeof value !== 'object') return String(value as string | number | boolean);
  const called = nameIn(value);
  if (called !== undefined) return written((value as Record<string, unknown>)[called]);
  return Object.entries(value)
    .map(([field, part]) => (typeof part === 'boolean' ? (part ? field : '') : written(part)))
    .filter(Boolean)
    .join(', ');
}

/**
 * A field as RFC 4180 writes it. Text that a spreadsheet would take for a formula is defused by an
 * apostrophe (OWASP, CSV injection); numbers are numbers, negative ones too.
 */
function field(value: unknown): string {
  const text = written(value);
  const safe = typeof value !== 'number' && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a CSV, with its end. */
function csvLine(values: readonly unknown[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function valueAt(row: unknown, way: readonly string[]): unknown {
  return way.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[step],
    row,
  );
}

/** A page of a list, as its handler answers it. */
export interface ListPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** A list as CSV, page by page: a header, then a line for each row, all ended by CR LF. */
export async function* csvLines(
  columns: readonly Column[],
  first: ListPage,
  next: (cursor: string) => Promise<ListPage>,
): AsyncGenerator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (let page = first; ;) {
    const lines = page.items.map((row) => csvLine(columns.map(({ way }) => valueAt(row, way))));
    if (lines.length > 0) yield lines.join('');
    if (!page.nextCursor) return;
    page = await next(page.nextCursor);
  }
}
