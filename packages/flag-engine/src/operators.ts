import { compileRegex } from './regex.ts';
import { compareVersions, isVersion, parseVersion } from './semver.ts';

/** How an operator reads a clause's values once, and compares an attribute's value with them. */
export interface Operation {
  prepare(values: readonly unknown[]): readonly unknown[];
  /** Whether the value satisfies the operator with any of the prepared operands. */
  holds(value: unknown, operands: readonly unknown[]): boolean;
}

function asTheyAre(values: readonly unknown[]): readonly unknown[] {
  return values;
}

/** Longer lists than this are looked up in a set, which is then the only operand. */
const shortList = 8;

const oneOf: Operation = {
  prepare(values) {
    return values.length > shortList ? [new Set(values)] : values;
  },
  holds(value, operands) {
    if (typeof value === 'object' && value !== null) return false;
    const [first] = operands;
    return first instanceof Set ? first.has(value) : operands.includes(value);
  },
};

const nothing: Operation = { prepare: () => [], holds: () => false };

function text(compare: (value: string, operand: string) => boolean): Operation {
  return {
    prepare: asTheyAre,
    holds(value, operands) {
      if (typeof value !== 'string') return false;
      for (const operand of operands) {
        if (typeof operand === 'string' && compare(value, operand)) return true;
      }
      return false;
    },
  };
}

function isSearch(operand: unknown): operand is (text: string) => boolean {
  return typeof operand === 'function';
}

const matches: Operation = {
  prepare: (values) =>
    values.map((value) => (typeof value === 'string' ? compileRegex(value) : null)),
  holds(value, operands) {
    if (typeof value !== 'string') return false;
    return operands.some((search) => isSearch(search) && search(value));
  },
};

function number(compare: (value: number, operand: number) => boolean): Operation {
  return {
    prepare: asTheyAre,
    holds(value, operands) {
      if (typeof value !== 'number') return false;
      for (const operand of operands) {
        if (typeof operand === 'number' && compare(value, operand)) return true;
      }
      return false;
    },
  };
}

// Go's RFC 3339 with optional fraction and a required zone; the end isn't anchored, as published.
const rfc3339 = /^\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d\d*)?(Z|[-+]\d\d(:\d\d)?)/;

/** Epoch milliseconds of a number or an RFC 3339 text, NaN otherwise. */
function instantOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && rfc3339.test(value) ? Date.parse(value) : NaN;
}

function date(compare: (value: number, operand: number) => boolean): Operation {
  const instants = number(compare);
  return {
    prepare: (values) => values.map(instantOf),
    holds: (value, operands) => instants.holds(instantOf(value), operands),
  };
}

function version(compare: (order: number) => boolean): Operation {
  return {
    prepare: (values) => values.map(parseVersion),
    holds(value, operands) {
      const known = parseVersion(value);
      if (known === null) return false;
      for (const operand of operands) {
        if (isVersion(operand) && compare(compareVersions(known, operand))) return true;
      }
      return false;
    },
  };
}

const operations: ReadonlyMap<unknown, Operation> = new Map([
  ['in', oneOf],
  ['startsWith', text((value, operand) => value.startsWith(operand))],
  ['endsWith', text((value, operand) => value.endsWith(operand))],
  ['contains', text((value, operand) => value.includes(operand))],
  ['matches', matches],
  ['lessThan', number((value, operand) => value < operand)],
  ['lessThanOrEqual', number((value, operand) => value <= operand)],
  ['greaterThan', number((value, operand) => value > operand)],
  ['greaterThanOrEqual', number((value, operand) => value >= operand)],
  ['before', date((value, operand) => value < operand)],
  ['after', date((value, operand) => value > operand)],
  ['semVerEqual', version((order) => order === 0)],
  ['semVerLessThan', version((order) => order < 0)],
  ['semVerGreaterThan', version((order) => order > 0)],
]);

/** The operation of that name; one that isn't published matches nothing. */
export function operationOf(op: unknown): Operation {
  return operations.get(op) ?? nothing;
}
