import { expect, test } from 'vitest';
import { guardedNodes } from './dependency-graph.ts';

function guarded(graph: Record<string, string[]>): string[] {
  return [...guardedNodes(Object.entries(graph))].toSorted();
}

function chain(length: number): Record<string, string[]> {
  return Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, [`n${at + 1}`]]));
}

test('a small graph without a cycle needs no guard', () => {
  expect(guarded({ a: ['b', 'c'], b: ['c'], c: ['missing'] })).toEqual([]);
});

test('all that reach a cycle are guarded, and nothing else', () => {
  expect(guarded({ a: ['b'], b: ['c', 'x'], c: ['b'], d: ['x'], self: ['self'] })).toEqual([
    'a',
    'b',
    'c',
    'self',
  ]);
});

test('a chain is guarded where it lies more than a hundred deep', () => {
  expect(guarded(chain(100))).toEqual([]);
  expect(guarded(chain(101))).toEqual(['n0']);
  expect(guarded(chain(50_000)).length).toBe(50_000 - 100);
});

test('dependencies shared over and over are guarded where a plain walk would explode', () => {
  // Each layer asks both nodes of the next: 2^(layers) walks.
  const layers = Array.from({ length: 30 }, (_, at) => [
    [`a${at}`, [`a${at + 1}`, `b${at + 1}`]],
    [`b${at}`, [`a${at + 1}`, `b${at + 1}`]],
  ]).flat() as [string, string[]][];
  const found = guarded(Object.fromEntries(layers));
  expect(found).toContain('a0');
  expect(found).not.toContain('a25');
});
