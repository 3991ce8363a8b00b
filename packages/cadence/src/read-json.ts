import { WEEKDAYS, isWeekday } from './weekday.ts';
import type { Weekday } from './weekday.ts';

/** What is wrong with a piece of JSON, fit to be shown beside the field. */
export interface Problem {
  /** `offsets[1].amount`; empty for the whole. */
  path: string;
  message: string;
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problems: Problem[] };

/** Reads the fields of one JSON object, collecting what is wrong instead of stopping at it. */
export interface FieldReader {
  problem: (field: string, message: string) => void;
  has: (field: string) => boolean;
  text: (field: string) => string | undefined;
  integer: (field: string, min: number, max: number) => number | undefined;
  /** An integer in −max…−1 or 1…max. */
  ordinal: (field: string, max: number) => number | undefined;
  choice: <Choice extends string>(field: string, choices: readonly Choice[]) => Choice | undefined;
  weekday: (field: string) => Weekday | undefined;
  date: (field: string) => string | undefined;
  /** A non-empty list of distinct numbers, sorted; each passed through `accepts`. */
  numbers: (
    field: string,
    accepts: (value: number) => boolean,
    said: string,
  ) => number[] | undefined;
  /** A non-empty list of at most `most` objects, each read by `read`. */
  objects: <Value>(
    field: string,
    most: number,
    read: (fields: FieldReader) => Value | undefined,
  ) => Value[] | undefined;
  object: <Value>(
    field: string,
    read: (fields: FieldReader) => Value | undefined,
  ) => Value | undefined;
  /** To be called last: names every field that was not asked for. */
  finish: () => void;
}

const FIRST_DATE = '1900-01-01';
const LAST_DATE = '2199-12-31';

/** ISO 8601 and a real date of 1900–2199. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DATE || text > LAST_DATE) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}

/** Whether it is an object whose fields can be read. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldReader(
  json: Record<string, unknown>,
  path: string,
  problems: Problem[],
): FieldReader {
  const asked = new Set<string>();
  const pathOf = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const problem = (field: string, message: string): void => {
    problems.push({ path: pathOf(field), message });
  };
  const valueOf = (field: string): unknown => {
    asked.add(field);
    return Object.hasOwn(json, field) ? json[field] : undefined;
  };
  /** Undefined where the field is missing or wrong, the latter with a problem. */
  const checked = <Value>(
    field: string,
    accepts: (value: unknown) => value is Value,
    said: string,
  ): Value | undefined => {
    const value = valueOf(field);
    if (value === undefined) return undefined;
    if (accepts(value)) return value;
    problem(field, `must be ${said}`);
    return undefined;
  };
  const nested = <Value>(
    value: unknown,
    at: string,
    read: (fields: FieldReader) => Value | undefined,
  ): Value | undefined => {
    if (!isRecord(value)) {
      problems.push({ path: at, message: 'must be an object' });
      return undefined;
    }
    const fields = fieldReader(value, at, problems);
    const result = read(fields);
    fields.finish();
    return result;
  };
  const isInteger = (value: unknown): value is number => Number.isInteger(value);

  return {
    problem,
    has: (field) => valueOf(field) !== undefined,
    text: (field) =>
      checked(
        field,
        (value): value is string => typeof value === 'string' && value !== '',
        'a non-empty text',
      ),
    integer: (field, min, max) =>
      checked(
        field,
        (value): value is number => isInteger(value) && value >= min && value <= max,
        `a whole number from ${signed(min)} to ${max}`,
      ),
    ordinal: (field, max) =>
      checked(
        field,
        (value): value is number => isInteger(value) && value !== 0 && Math.abs(value) <= max,
        `a whole number from 1 to ${max}, or from −${max} to −1`,
      ),
    choice: <Choice extends string>(field: string, choices: readonly Choice[]) =>
      checked(
        field,
        (value): value is Choice => choices.some((choice) => choice === value),
        `one of ${choices.join(', ')}`,
      ),
    weekday: (field) => checked(field, isWeekday, `one of ${WEEKDAYS.join(', ')}`),
    date: (field) =>
      checked(
        field,
        (value): value is string => typeof value === 'string' && isDate(value),
        `a date YYYY-MM-DD from ${FIRST_DATE} to ${LAST_DATE}`,
      ),
    numbers: (field, accepts, said) => {
      const numbers = checked(
        field,
        (value): value is number[] =>
          Array.isArray(value) &&
          value.length > 0 &&
          value.length <= 1000 &&
          value.every((one: unknown) => isInteger(one) && accepts(one)),
        `a non-empty list of ${said}`,
      );
      return numbers && [...new Set(numbers)].toSorted((a, b) => a - b);
    },
    objects: (field, most, read) => {
      const list = checked(
        field,
        (value): value is unknown[] =>
          Array.isArray(value) && value.length > 0 && value.length <= most,
        `a non-empty list of at most ${most}`,
      );
      return list?.flatMap((value, index) => {
        const result = nested(value, `${pathOf(field)}[${index}]`, read);
        return result === undefined ? [] : [result];
      });
    },
    object: (field, read) => {
      const value = valueOf(field);
      return value === undefined ? undefined : nested(value, pathOf(field), read);
    },
    finish: () => {
      for (const field of Object.keys(json)) {
        if (!asked.has(field)) problem(field, 'is not known here');
      }
    },
  };
}

/** Adds a problem for a field that is missing; one that is wrong has its problem already. */
export function required<Value>(
  fields: FieldReader,
  field: string,
  value: Value | undefined,
): Value | undefined {
  if (value === undefined && !fields.has(field)) fields.problem(field, 'is missing');
  return value;
}
