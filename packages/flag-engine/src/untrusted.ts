import type { Json } from './model.ts';

// Flags and contexts arrive as JSON that nobody vouches for. Reading goes through these, so that
// a part of the wrong type counts as missing and nothing throws.

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const nothing: Fields = Object.freeze({});

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : nothing;
}

const none: readonly never[] = Object.freeze([]);

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none;
}

/** The strings in a list; the list itself when it holds nothing else. */
export function stringsOf(value: unknown): readonly string[] {
  const list = listOf(value);
  return isAllStrings(list) ? list : list.filter((each) => typeof each === 'string');
}

function isAllStrings(list: readonly unknown[]): list is readonly string[] {
  return list.every((each) => typeof each === 'string');
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Variations are served as they came; they are only ever handed back as JSON. */
export function variationsOf(value: unknown): readonly Json[] {
  return isJsonList(value) ? value : none;
}

function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The context kind a piece of data names: `user` when missing, one that nobody has when broken. */
export function kindOf(value: unknown): string {
  return value === undefined || value === null ? 'user' : textOf(value);
}
