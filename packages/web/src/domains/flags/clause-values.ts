import type { Clause } from './flag-types.ts';

type Value = Clause['values'][number];

const numeric = new Set<Clause['op']>([
  'lessThan',
  'lessThanOrEqual',
  'greaterThan',
  'greaterThanOrEqual',
]);

function scalarOf(text: string): Value {
  try {
    const value = JSON.parse(text) as Value;
    return value;
  } catch {
    return text;
  }
}

/** One value as a line: text that would read as something else stands in quotes. */
export function writeClauseValue(op: Clause['op'], value: Value): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return op === 'in' && scalarOf(value) !== value ? JSON.stringify(value) : value;
}

/** The values that lines hold, and what is wrong with the first line that holds none. */
export function readClauseValues(
  op: Clause['op'],
  text: string,
): { readonly values: Value[]; readonly fault?: string } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (op === 'in') return { values: lines.map(scalarOf) };
  if (numeric.has(op)) {
    const wrong = lines.find((line) => !Number.isFinite(Number(line)));
    const values = lines.map(Number).filter(Number.isFinite);
    return wrong === undefined ? { values } : { values, fault: `“${wrong}” is not a number.` };
  }
  if (op === 'before' || op === 'after') {
    return { values: lines.map((line) => (/^\d+$/.test(line) ? Number(line) : line)) };
  }
  return { values: lines };
}
