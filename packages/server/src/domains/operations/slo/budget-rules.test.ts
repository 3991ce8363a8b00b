import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allowedFailures,
  budgetOf,
  burndown,
  burnRate,
  burnThreshold,
  sloStateOf,
  type Span,
} from './budget-rules.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Spans of a length, one behind the other up to a moment, with so many bad of so many events each. */
function spans(to: number, length: number, bads: readonly number[], total: number): Span[] {
  return bads.map((bad, index) => {
    const from = to - (bads.length - index) * length;
    return { from, to: from + length, good: total - bad, total };
  });
}
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('the arithmetic of The Site Reliability Workbook', () => {
  test.each([
    // Chapter 2, table 2-3: four weeks of an API with 3,663,253 requests.
    [0.97, 109_897],
    [0.9, 366_325],
    [0.99, 36_632],
  ])('an objective of %f allows %i failures', (objective, failures) => {
    expect(Math.floor(allowedFailures(3_663_253, objective))).toBe(failures);
  });

  test('3,557,865 of 3,663,253 are 97.123 %, which leaves little of the budget of 97 %', () => {
    const window = { from: 0, to: 28 * day };
    const budget = budgetOf([{ ...window, good: 3_557_865, total: 3_663_253 }], 0.97, window);
    expect(budget.attained).toBeCloseTo(0.97123, 5);
    // 105,388 of 109,897.59 are used up.
    expect(budget.remaining).toBeCloseTo(1 - 105_388 / 109_897.59, 6);
  });

  test.each([
    // Chapter 5, table 5-4: burn rate, error rate for 99.9 %, days until 30 days' budget is gone.
    [1, 0.001, 30],
    [2, 0.002, 15],
    [10, 0.01, 3],
    [1000, 1, 0.03],
  ])('a burn rate of %f is an error rate of %f', (rate, errors, days) => {
    const burn = burnRate([{ from: 0, to: day, good: 1 - errors, total: 1 }], 0.999);
    expect(burn).toBeCloseTo(rate, 6);
    expect(30 / (burn ?? 0)).toBeCloseTo(days, 6);
  });

  test.each([
    // Chapter 5, table 5-8, for a window of 30 days.
    [0.02, 1, 14.4],
    [0.05, 6, 6],
    [0.1, 72, 1],
  ])('%f of the budget within %i hours is a burn of %f', (share, hours, rate) => {
    expect(burnThreshold(share, 30 * day, hours * hour)).toBeCloseTo(rate, 9);
  });
});

describe('burn alerts', () => {
  const window = { from: 0, to: 30 * day };
  const at = (bads: readonly number[], length = 5 * minute) =>
    budgetOf(spans(window.to, length, bads, 1000), 0.999, window).burns;

  test('an hour of 1.44 % errors alerts over the hour, as long as the last minutes fail, too', () => {
    // 14.4 of 1000 events are 14.4 times the allowed 1.
    expect(at(times(12, 15))[0]).toMatchObject({ window: '1 h', alerts: true });
    expect(at(times(12, 14))[0]).toMatchObject({ alerts: false });
    const mended = at([...times(11, 30), 0])[0];
    expect(mended?.rate).toBeCloseTo((11 * 30) / 12, 9);
    expect(mended).toMatchObject({ shortRate: 0, alerts: false });
  });

  test('measured by the day, only the three days can be judged', () => {
    const burns = at([0, 0, 2, 2, 2], day);
    expect(burns.map(({ window: over, rate }) => [over, rate && Math.round(rate)])).toEqual([
      ['1 h', null],
      ['6 h', null],
      ['3 d', 2],
    ]);
    expect(burns[2]?.alerts).toBe(true);
  });

  test('measured by the hour, six hours can be judged and one can’t', () => {
    const [one, six] = at(times(6, 7), hour);
    expect(one?.rate).toBeNull();
    expect(six).toMatchObject({ rate: expect.closeTo(7, 6), alerts: true });
  });

  test('a window of two days has no alert over three', () => {
    const short = budgetOf(spans(2 * day, hour, times(48, 0), 10), 0.99, { from: 0, to: 2 * day });
    expect(short.burns.map(({ window: over }) => over)).toEqual(['1 h', '6 h']);
  });
});

describe('what is left', () => {
  const window = { from: 0, to: 10 * day };

  test('a tenth of the window at the allowed rate uses a tenth of the budget', () => {
    // One day measured of ten, 1 of 100 bad, 1 allowed of 100.
    const [first] = spans(day, day, [1], 100);
    expect(budgetOf([first!], 0.99, window).remaining).toBeCloseTo(0.9, 9);
  });

  test('each day takes its share, and the last one says what the budget says', () => {
    const measured = spans(10 * day, day, [0, 2, 0, 1, 0, 0, 4, 0, 0, 0], 100);
    const days = burndown(measured, 0.99, window, (ms) => String(ms / day));
    // Allowed are 10 of 1000: two bad are a fifth.
    expect(days.map(({ remaining }) => Math.round(remaining * 10) / 10)).toEqual([
      1, 0.8, 0.8, 0.7, 0.7, 0.7, 0.3, 0.3, 0.3, 0.3,
    ]);
    expect(days.at(-1)?.remaining).toBeCloseTo(budgetOf(measured, 0.99, window).remaining ?? 0, 9);
  });

  test('it is spent at exactly the objective, unknown without a measurement', () => {
    const exactly = budgetOf(spans(10 * day, day, times(10, 1), 100), 0.99, window);
    expect(sloStateOf(exactly, false)).toBe('spent');
    expect(sloStateOf(exactly, true)).toBe('unknown');
    expect(sloStateOf(budgetOf([], 0.99, window), false)).toBe('unknown');
  });

  test('more bad events never leave more, and events in proportion change nothing', () => {
    const some = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(some, fc.integer({ min: 2, max: 9 }), (bads, factor) => {
        const left = (of: readonly number[], total: number) =>
          budgetOf(spans(10 * day, day, of, total), 0.99, window).remaining ?? 0;
        const before = left(bads, 100);
        const worse = left(bads.with(0, (bads[0] ?? 0) + 1), 100);
        const scaled = left(
          bads.map((bad) => bad * factor),
          100 * factor,
        );
        return worse < before && Math.abs(scaled - before) < 1e-9;
      }),
    );
  });
});
