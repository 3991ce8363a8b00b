import { expect, test } from 'vitest';
import { parseRrule, rruleText } from './rrule-text.ts';
import { compareWithOracles } from './testing/compare.ts';
import { expanded } from './testing/oracles.ts';
import { randomRule } from './testing/random-rule.ts';

const RULES = 600;
const rules = Array.from({ length: RULES }, (_, index) => randomRule(index + 1));

test(`${RULES} random rules expand as rrule-temporal, rrule and a day-by-day reading of the RFC have them`, () => {
  const found = compareWithOracles({ rules: RULES, seed: 1 });
  expect(found.differences).toEqual([]);
  // The comparison is worth something only if rules of every frequency are asked, and happen.
  for (const frequency of ['daily', 'weekly', 'monthly', 'yearly']) {
    expect(found.frequencies[frequency], frequency).toBeGreaterThan(RULES / 8);
  }
  expect(found.occurrences).toBeGreaterThan(RULES * 20);
  expect(found.asked.dayByDay).toBe(RULES);
  expect(found.asked.rruleTemporal).toBeGreaterThan(RULES * 0.9);
  expect(found.asked.rrule).toBeGreaterThan(RULES * 0.6);
}, 60_000);

test('a window that opens later shows the same occurrences from there on', () => {
  const from = Temporal.PlainDate.from('2022-05-18');
  for (const rule of rules.slice(0, 200)) {
    const opening = from.toZonedDateTime(rule.zone).toInstant();
    const expected = expanded(rule).filter(
      (start) => Temporal.Instant.compare(Temporal.Instant.from(start), opening) >= 0,
    );
    expect(expanded(rule, from), rruleText(rule)).toEqual(expected);
  }
}, 30_000);

test('a rule survives its own RFC 5545 text', () => {
  for (const rule of rules) {
    const { start, time, durationMinutes, zone } = rule;
    expect(parseRrule(rruleText(rule), { start, time, durationMinutes, zone })).toEqual({
      ok: true,
      value: { ...rule, ...(rule.byDay ? { byDay: expect.arrayContaining(rule.byDay) } : {}) },
    });
  }
}, 30_000);
