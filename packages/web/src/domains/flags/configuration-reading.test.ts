import type { FlagConfiguration } from '@throughline/contract';
import { expect, test } from 'vitest';
import { listed, readConfiguration, readStanding } from './configuration-reading.ts';

const variations = [
  { value: true, name: 'Shown' },
  { value: false, name: 'Hidden' },
];

const everything: FlagConfiguration = {
  on: true,
  prerequisites: [{ key: 'new-shell', variation: 0 }],
  targets: [{ contextKind: 'user', variation: 0, values: ['ada', 'grace'] }],
  rules: [
    {
      id: 'r1',
      description: 'Pilot companies',
      clauses: [
        {
          contextKind: 'user',
          attribute: 'country',
          op: 'in',
          values: ['AT', 'DE'],
          negate: false,
        },
        {
          contextKind: 'company',
          attribute: '',
          op: 'segmentMatch',
          values: ['pilots'],
          negate: true,
        },
      ],
      variation: 1,
    },
  ],
  fallthrough: {
    rollout: {
      contextKind: 'company',
      variations: [
        { variation: 0, weight: 12_500 },
        { variation: 1, weight: 87_500 },
      ],
    },
  },
  offVariation: 1,
};

test('a configuration reads in the order in which it decides', () => {
  expect(readConfiguration(everything, variations)).toEqual([
    {
      key: 'prerequisite 0',
      when: 'Unless the flag new-shell serves its variation 1',
      serves: 'Hidden',
    },
    { key: 'target 0', when: 'If the user is ada or grace', serves: 'Shown' },
    {
      key: 'r1',
      when: 'Rule 1: if the country of the user is one of AT or DE, and the company is not in the segment pilots',
      serves: 'Hidden',
      note: 'Pilot companies',
    },
    {
      key: 'fallthrough',
      when: 'Everybody else',
      serves: '12.5 % Shown and 87.5 % Hidden, by each company',
    },
  ]);
});

test('the standing says what becomes of most, on and off', () => {
  expect(readStanding(everything, variations)).toBe(
    'on: after 1 prerequisite, 1 list and 1 rule, the rest gets 12.5 % Shown and 87.5 % Hidden, by each company',
  );
  expect(readStanding({ ...everything, on: false }, variations)).toBe('off: everybody gets Hidden');
  expect(readStanding({ ...everything, on: false, offVariation: null }, variations)).toBe(
    'off: everybody gets the caller’s own default',
  );
});

test('a long list is counted from the seventh on', () => {
  expect(listed(['1', '2', '3', '4', '5', '6', '7', '8'])).toBe('1, 2, 3, 4, 5, 6 and 2 more');
});
