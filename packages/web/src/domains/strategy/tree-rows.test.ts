import { expect, test } from 'vitest';
import { treeGraph, treeMatches, treeRows, type Level, type StrategyTree } from './tree-rows.ts';

const part = (ref: string, more: object = {}) =>
  ({ ref, title: `The ${ref}`, state: 'active', ownerUnit: null, quarter: null, ...more }) as never;
const tree = (serves: [string, string, number?][], objectives = ['o1', 'o2']): StrategyTree => ({
  priorities: [part('p1')],
  objectives: objectives.map((ref, index) => part(ref, { quarter: index === 0 ? null : index })),
  keyResults: [part('k1')],
  initiatives: [part('i1', { stage: 'building' })],
  serves: serves.map(([from, to, weight = 1]) => ({ from, to, weight })),
  truncated: false,
});
const all: (key: string) => boolean = () => true;
const rowsOf = (of: StrategyTree, down: Level = 'initiative', isOpen = all) =>
  treeRows(treeGraph(of, down), isOpen);
const lines = (rows: ReturnType<typeof treeRows>) =>
  rows.map(({ entity, level }) => `${'  '.repeat(level - 1)}${entity.ref}`);

test('what serves something stands below it, objectives before key results before initiatives', () => {
  const rows = rowsOf(
    tree([
      ['o1', 'p1'],
      ['i1', 'o1'],
      ['k1', 'o1'],
      ['o2', 'o1'],
    ]),
  );
  expect(lines(rows)).toEqual(['p1', '  o1', '    o2', '    k1', '    i1']);
  expect(rows.slice(2).map(({ place, beside }) => [place, beside])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

test('what serves two things stands below both, and says so', () => {
  const rows = rowsOf(
    tree([
      ['o1', 'p1'],
      ['o2', 'p1'],
      ['i1', 'o1'],
      ['i1', 'o2'],
    ]),
  );
  expect(lines(rows)).toEqual(['p1', '  o1', '    i1', '  o2', '    i1', 'k1']);
  expect(rows.filter(({ elsewhere }) => elsewhere).map(({ key }) => key)).toEqual([
    'p1 o1 i1',
    'p1 o2 i1',
  ]);
});

test('levels below the chosen one are left out, and a circle ends', () => {
  const rows = rowsOf(
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

test('what is closed shows nothing below it, and a leaf can be neither', () => {
  const rows = rowsOf(
    tree([
      ['o1', 'p1'],
      ['k1', 'o1'],
    ]),
    'initiative',
    (key) => key === 'p1',
  );
  expect(rows.map(({ entity, open }) => [entity.ref, open])).toEqual([
    ['p1', true],
    ['o1', false],
    ['o2', undefined],
    ['i1', undefined],
  ]);
});

test('a weight is shown with its share of the score, which initiatives and priorities have none of', () => {
  const rows = rowsOf(
    tree([
      ['o1', 'p1', 2],
      ['o2', 'o1', 3],
      ['k1', 'o1', 1],
      ['i1', 'o1', 5],
    ]),
  );
  const edges = rows.map(({ entity, edge }) => [entity.ref, edge?.weight, edge?.share]);
  expect(edges.slice(1)).toEqual([
    ['o1', 2, null],
    ['o2', 3, 0.75], // 3 / (3 + 1)
    ['k1', 1, 0.25],
    ['i1', 5, null],
  ]);
});

test('a filter shows what it finds, and what is above that', () => {
  const graph = treeGraph(
    tree([
      ['o1', 'p1'],
      ['o2', 'o1'],
      ['k1', 'o2'],
    ]),
    'initiative',
  );
  const shown = (filter: object) =>
    treeRows(graph, all, treeMatches(graph, filter)).map(
      ({ entity, found }) => `${entity.ref}${found ? ' found' : ''}`,
    );
  expect(shown({ q: 'K1 the' })).toEqual(['p1', 'o1', 'o2', 'k1 found']);
  // Of the first quarter is the second objective, and what serves it.
  expect(shown({ period: '1' })).toEqual(['p1', 'o1', 'o2 found', 'k1 found']);
  expect(shown({ period: 'year' })).toEqual(['p1', 'o1 found']);
  expect(shown({ state: 'closed' })).toEqual([]);
  expect(treeMatches(graph, { q: ' ' })).toBeUndefined();
});

test('2,000 objectives that each serve two of the layer above are lines only where they are open', () => {
  const layer = (n: number) => Array.from({ length: 100 }, (_, index) => `l${n}-${index}`);
  const objectives = Array.from({ length: 20 }, (_, n) => layer(n)).flat();
  const serves = objectives.slice(100).flatMap((ref, at): [string, string][] => [
    [ref, objectives[at] ?? ''],
    [ref, objectives[at + 1] ?? ''],
  ]);
  const graph = treeGraph(tree(serves, objectives), 'objective');
  // Those of the first layer, and the priority that nothing serves here.
  expect(treeRows(graph, () => false)).toHaveLength(101);
  // All opened, 100 · 2^19 lines would stand in it: it ends at the bound.
  expect(treeRows(graph, all)).toHaveLength(20_000);
});
