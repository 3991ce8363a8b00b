import type { FlagConfiguration } from '@throughline/contract';
import { expect, test } from 'vitest';
import { evenShares, unfinishedParts } from './shares.ts';

test('shares of three add up to 100 %: 33.333 twice, 33.334 last', () => {
  expect(evenShares(3).map(({ weight }) => weight)).toEqual([33_333, 33_333, 33_334]);
});

test('what is unfinished is named by its place', () => {
  const draft: FlagConfiguration = {
    on: true,
    prerequisites: [{ key: '', variation: 0 }],
    targets: [{ contextKind: 'user', variation: 0, values: [] }],
    rules: [
      {
        description: '',
        clauses: [
          { contextKind: 'user', attribute: '', op: 'in', values: ['x'], negate: false },
          { contextKind: 'user', attribute: '', op: 'segmentMatch', values: [], negate: false },
        ],
      },
    ],
    fallthrough: {
      rollout: { contextKind: 'user', variations: [{ variation: 0, weight: 99_999 }] },
    },
    offVariation: null,
  };
  expect(unfinishedParts(draft)).toEqual([
    'Prerequisite 1: choose a flag.',
    'List 1: name somebody, or remove it.',
    'Rule 1: name the attribute.',
    'Rule 1: a condition has no value.',
    'Rule 1: choose what is served.',
    'Everybody else: the shares don’t add up to 100 %.',
  ]);
});
