import { expect, test } from 'vitest';
import { linesOf, parametersOf } from './parameter-lines.ts';

test('parameters are written a line each and read back as they were', () => {
  const parameters = {
    unit: '$unit',
    weeks: 6,
    open: true,
    standards: ['wcag-2.2-aa', 'tokens'],
    by: 'team: core',
  };
  expect(linesOf(parameters).split('\n')).toEqual([
    'unit: $unit',
    'weeks: 6',
    'open: true',
    'standards: ["wcag-2.2-aa","tokens"]',
    'by: team: core',
  ]);
  expect(parametersOf(linesOf(parameters))).toEqual(parameters);
  expect(parametersOf('\n  unit :  $unit \n')).toEqual({ unit: '$unit' });
});

test('a text that reads like a number, or has lines of its own, stays a text', () => {
  const parameters = { version: '2027', flag: 'true', words: 'one\ntwo', padded: ' x ', none: '' };
  expect(linesOf(parameters).split('\n')[0]).toBe('version: "2027"');
  expect(parametersOf(linesOf(parameters))).toEqual(parameters);
});
