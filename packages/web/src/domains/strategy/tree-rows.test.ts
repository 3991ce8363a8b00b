import { expect, test } from 'vitest';
import { treeRows, type StrategyTree } from './tree-rows.ts';

const part = (ref: string) => ({ ref, title: ref }) as never;
const tree = (serves: [string, string][]): StrategyTree => ({
  priorities: [part('p1')],
  objectives: ['o1', 'o2'].map(part),
  keyResults: [part('k1')],
  initiatives: [part('i1')],
  serves: serves.map(([from, to]) => ({ from, to, weight: 1 })),
  truncated: false,
});
const lines = (rows: ReturnType<typeof treeRows>) =>
  rows.map(({ entity, depth }) => `${'  '.repeat(depth)}${entity.ref}`);

test('what serves something stands below it, objectives before key results before initiatives', () => {
  const rows = treeRows(
    tree([
      ['o1', 'p1'],
      ['i1', 'o1'],
      ['k1', 'o1'],
      ['o2', 'o1'],
    ]),
    'initiative',
  );
  expect(lines(rows)).toEqual(['p1', '  o1', '    o2', '    k1', '    i1']);
});

test('what serves two things stands below both, and says so', () => {
  const rows = treeRows(
    tree([
      ['o1', 'p1'],
      ['o2', 'p1'],
      ['i1', 'o1'],
      ['i1', 'o2'],
    ]),
    'initiative',
  );
  expect(lines(rows)).toEqual(['p1', '  o1', '    i1', '  o2', '    i1', 'k1']);
  expect(rows.filter(({ elsewhere }) => elsewhere).map(({ key }) => key)).toEqual([
    'p1 o1 i1',
    'p1 o2 i1',
  ]);
});

test('levels below the chosen one are left out, and a circle ends', () => {
  const rows = treeRows(
    tree([
      ['o1', 'p1'],
      ['o2', 'o1'],
      ['o1', 'o2'],
      ['k1', 'o1'],
    ]),
    'objective',
  );
  expect(lines(rows)).toEqual(['p1', '  o1', '    o2']);
});
