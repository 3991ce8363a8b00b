import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nextMove,
  readGuard,
  servedAt,
  verdictOf,
  type RampGuard,
  type RampStanding,
} from './ramp-rules.ts';

const at = (text: string) => Temporal.Instant.from(`2026-11-30T${text}:00Z`);
const guard: RampGuard = {
  label: 'Errors',
  of: { kind: 'insight', insight: 'operations.errors', parameters: {}, figure: 'errors' },
  condition: 'at-most',
  limit: 2,
  maxAgeHours: 3,
};

test('a guard lets go on up to its limit, rolls back beyond it, and holds where it can’t tell', () => {
  const now = at('12:00');
  const read = (value: number, since: string) => readGuard(guard, { value, at: at(since) }, now);
  expect(read(2, '11:00').verdict).toBe('go-on');
  expect(read(2.01, '11:00').verdict).toBe('roll-back');
  // Four hours old where three are allowed, however good it looks.
  expect(read(0, '08:00')).toMatchObject({ verdict: 'hold', value: 0 });
  expect(readGuard(guard, { fault: 'No value yet.' }, now)).toEqual({
    verdict: 'hold',
    value: null,
    says: 'No value yet',
  });
  const least = { ...guard, condition: 'at-least' as const };
  expect(readGuard(least, { value: 1.99, at: now }, now).verdict).toBe('roll-back');
  expect(readGuard(least, { value: 2, at: now }, now).verdict).toBe('go-on');
});

test('the worst guard decides', () => {
  const reading = (verdict: 'go-on' | 'hold' | 'roll-back') => ({ verdict, value: 0, says: '' });
  expect(verdictOf([])).toBe('go-on');
  expect(verdictOf([reading('go-on'), reading('hold')])).toBe('hold');
  expect(verdictOf([reading('hold'), reading('roll-back'), reading('go-on')])).toBe('roll-back');
});

const steps = [
  { percent: 1, minutes: 60 },
  { percent: 50, minutes: 0 },
  { percent: 100, minutes: 30 },
];
const standing = (position: number, since: string | null): RampStanding => ({
  state: position < 0 ? 'scheduled' : 'running',
  steps,
  position,
  startsAt: at('08:00'),
  stepSince: since === null ? null : at(since),
});

test('a step is taken once the one before has soaked, and the last one soaked ends the ramp', () => {
  expect(nextMove(standing(-1, null), 'go-on', at('07:59'))).toBe('wait');
  expect(nextMove(standing(-1, null), 'go-on', at('08:00'))).toBe('step');
  expect(nextMove(standing(0, '08:00'), 'go-on', at('08:59'))).toBe('wait');
  expect(nextMove(standing(0, '08:00'), 'go-on', at('09:00'))).toBe('step');
  expect(nextMove(standing(1, '09:00'), 'go-on', at('09:00'))).toBe('step');
  expect(nextMove(standing(2, '09:01'), 'go-on', at('09:30'))).toBe('wait');
  expect(nextMove(standing(2, '09:01'), 'go-on', at('09:31'))).toBe('finish');
});

test('a guard beyond its limit rolls back at once, soaked or not; before the first step it holds', () => {
  expect(nextMove(standing(0, '08:00'), 'roll-back', at('08:01'))).toBe('roll-back');
  expect(nextMove(standing(-1, null), 'roll-back', at('08:00'))).toBe('hold');
  expect(nextMove(standing(0, '08:00'), 'hold', at('08:01'))).toBe('hold');
  expect(nextMove(standing(-1, null), 'hold', at('07:00'))).toBe('wait');
});

test('the shares of a step always add up to everybody, to a thousandth of a percent', () => {
  const of = { variation: 0, otherwise: 1, contextKind: 'user', bucketBy: null };
  expect(servedAt(100, of)).toEqual({ variation: 0 });
  expect(servedAt(12.5, of)).toEqual({
    rollout: {
      contextKind: 'user',
      variations: [
        { variation: 0, weight: 12_500 },
        { variation: 1, weight: 87_500 },
      ],
    },
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), (thousandths) => {
      const { rollout } = servedAt(thousandths / 1000, of);
      const weights = rollout?.variations.map(({ weight }) => weight) ?? [];
      expect(weights).toEqual([thousandths, 100_000 - thousandths]);
    }),
  );
});
