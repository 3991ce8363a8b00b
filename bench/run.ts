import { parseArgs } from 'node:util';

import { pickModule, UnknownName } from './pick-module.ts';
import type { Bench, Row } from './row.ts';

/** `npm run bench -- <name> [--json]`: runs one benchmark and prints how we stand to its peers. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name] = positionals;
  const module = await pickModule(import.meta.dirname, name, [
    'run',
    'row',
    'measure',
    'pick-module',
  ]);
  if (!isBench(module['default'])) throw new Error(`bench/${name}.ts has no default export`);
  const rows = await module['default']({ json: values.json });
  console.log(values.json ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows));
}

function isBench(exported: unknown): exported is Bench {
  return typeof exported === 'function';
}

/** Columns as wide as their widest cell; figures to the right, words to the left. */
function table(rows: readonly Row[]): string {
  const head = ['bench', 'ours', 'against', 'unit', 'ratio', 'peer'];
  const cells = rows.map(({ bench, ours, against, unit, ratio, peer }) => [
    bench,
    figure(ours),
    figure(against),
    unit,
    `${ratio.toFixed(2)}×`,
    peer,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const figures = new Set(['ours', 'against', 'ratio']);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return figures.has(head[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [head, widths.map((width) => '─'.repeat(width)), ...cells].map(line).join('\n');
}

/** Four significant digits below a thousand, whole numbers in groups of three above. */
function figure(value: number): string {
  const options =
    Math.abs(value) < 1000 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 0 };
  return value.toLocaleString('en-GB', options);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UnknownName)) throw error;
  console.error(`npm run bench -- <name> [--json]\n${error.message}`);
  process.exitCode = 2;
}
