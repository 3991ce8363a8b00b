import type { Clause } from './flag-types.ts';

/** The operators in words: as they read, and as they read denied. */
export const operatorWords: Readonly<
  Record<Clause['op'], readonly [reads: string, denied: string]>
> = {
  in: ['is one of', 'is none of'],
  startsWith: ['starts with', 'does not start with'],
  endsWith: ['ends with', 'does not end with'],
  contains: ['contains', 'does not contain'],
  matches: ['matches the pattern', 'does not match the pattern'],
  lessThan: ['is less than', 'is not less than'],
  lessThanOrEqual: ['is at most', 'is not at most'],
  greaterThan: ['is greater than', 'is not greater than'],
  greaterThanOrEqual: ['is at least', 'is not at least'],
  before: ['is before', 'is not before'],
  after: ['is after', 'is not after'],
  semVerEqual: ['is version', 'is not version'],
  semVerLessThan: ['is an earlier version than', 'is not an earlier version than'],
  semVerGreaterThan: ['is a later version than', 'is not a later version than'],
  segmentMatch: ['is in the segment', 'is not in the segment'],
};

/** The operators in the order in which people choose among them. */
export const operators = Object.keys(operatorWords) as Clause['op'][];

/** What may be typed as a value of an operator. */
export function valueHint(op: Clause['op']): string {
  switch (op) {
    case 'in':
      return 'One on each line. 20 and true are a number and a truth; "20" in quotes is text.';
    case 'before':
    case 'after':
      return 'A moment such as 2026-11-23T08:30:00Z, or milliseconds since 1970.';
    case 'lessThan':
    case 'lessThanOrEqual':
    case 'greaterThan':
    case 'greaterThanOrEqual':
      return 'A number.';
    case 'matches':
      return 'A regular expression without look-around and back-references.';
    case 'semVerEqual':
    case 'semVerLessThan':
    case 'semVerGreaterThan':
      return 'A version such as 2.4.0, without a v.';
    case 'segmentMatch':
      return 'Keys of segments of this environment, one on each line.';
    default:
      return 'One on each line; any of them will do.';
  }
}
