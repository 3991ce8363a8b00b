import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostBuilds, planQueue, type Verdict } from './plan-rules.ts';

interface Settled {
  readonly landed: readonly number[];
  readonly out: readonly number[];
  readonly builds: number;
  readonly mostAtOnce: number;
}

/** Runs a queue to its end; `judge` says of a build of some changes whether it is green. */
function settle(
  changes: readonly number[],
  judge: (built: readonly number[]) => boolean,
  limits: { batch: number; parallel: number },
  pick: (running: readonly string[]) => number = () => 0,
): Settled {
  let queue = [...changes];
  const landed: number[] = [];
  const out: number[] = [];
  const known = new Map<string, Verdict>();
  const nameOf = (built: readonly number[]) => built.join(' ');
  let builds = 0;
  let mostAtOnce = 0;
  for (let turn = 0; queue.length > 0; turn += 1) {
    if (turn > 10_000) throw new Error('the queue is never settled');
    const verdicts = new Map<number, Verdict>();
    for (let place = 1; place <= queue.length; place += 1) {
      const verdict = known.get(nameOf([...landed, ...queue.slice(0, place)]));
      if (verdict) verdicts.set(place, verdict);
    }
    const plan = planQueue(queue.length, verdicts, limits);
    for (const place of plan.stop) known.delete(nameOf([...landed, ...queue.slice(0, place)]));
    if (plan.land > 0) {
      expect(verdicts.get(plan.land)).toBe('green');
      landed.push(...queue.slice(0, plan.land));
      queue = queue.slice(plan.land);
      continue;
    }
    if (plan.putOut !== undefined) {
      out.push(...queue.splice(plan.putOut - 1, 1));
      continue;
    }
    for (const place of plan.build) {
      known.set(nameOf([...landed, ...queue.slice(0, place)]), 'running');
      builds += 1;
    }
    const running = [...known].filter(([, verdict]) => verdict === 'running').map(([name]) => name);
    mostAtOnce = Math.max(mostAtOnce, running.length);
    const ended = running[pick(running) % running.length];
    if (ended === undefined) throw new Error('nothing runs, and nothing is settled');
    known.set(ended, judge(ended.split(' ').map(Number)) ? 'green' : 'red');
  }
  return { landed, out, builds, mostAtOnce };
}

const upTo = (length: number) => Array.from({ length }, (_, index) => index + 1);

test('one at a time, what is broken is put out, the rest lands in order, within the bound', () => {
  const queues = fc
    .record({ length: fc.integer({ min: 1, max: 60 }), batch: fc.integer({ min: 1, max: 64 }) })
    .chain(({ length, batch }) =>
      fc.record({
        length: fc.constant(length),
        batch: fc.constant(batch),
        broken: fc.uniqueArray(fc.integer({ min: 1, max: length }), { maxLength: 6 }),
      }),
    );
  fc.assert(
    fc.property(queues, ({ length, batch, broken }) => {
      const judge = (built: readonly number[]) => !built.some((one) => broken.includes(one));
      const settled = settle(upTo(length), judge, { batch, parallel: 1 });
      expect(settled.out.toSorted((a, b) => a - b)).toEqual(broken.toSorted((a, b) => a - b));
      expect(settled.landed).toEqual(upTo(length).filter((one) => !broken.includes(one)));
      expect(settled.builds).toBeLessThanOrEqual(mostBuilds(length, broken.length, batch));
      expect(settled.mostAtOnce).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

test('a queue without fault needs one build a batch, and no more', () => {
  expect(settle(upTo(48), () => true, { batch: 50, parallel: 1 }).builds).toBe(1);
  expect(settle(upTo(48), () => true, { batch: 20, parallel: 1 }).builds).toBe(3);
});

test('three broken ones among 48 are found in at most 1 + 3 × (1 + 6) = 22 builds wherever they are', () => {
  expect(mostBuilds(48, 3, 50)).toBe(22);
  let worst = 0;
  for (let first = 1; first <= 46; first += 3) {
    for (let second = first + 1; second <= 47; second += 3) {
      for (let third = second + 1; third <= 48; third += 3) {
        const broken = [first, second, third];
        const judge = (built: readonly number[]) => !built.some((one) => broken.includes(one));
        worst = Math.max(worst, settle(upTo(48), judge, { batch: 50, parallel: 1 }).builds);
      }
    }
  }
  expect(worst).toBeLessThanOrEqual(22);
});

test('several at a time, ended in any order, come to the same end and stay within their limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 2, max: 6 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
      (length, broken, batch, parallel, order) => {
        const judge = (built: readonly number[]) => !built.some((one) => broken.includes(one));
        let turn = 0;
        const pick = () => order[turn++ % order.length] ?? 0;
        const settled = settle(upTo(length), judge, { batch, parallel }, pick);
        const there = broken.filter((one) => one <= length);
        expect(settled.out.toSorted((a, b) => a - b)).toEqual(there.toSorted((a, b) => a - b));
        expect(settled.mostAtOnce).toBeLessThanOrEqual(parallel);
      },
    ),
    { numRuns: 200 },
  );
});

test('where a build ends at random, the queue is settled all the same and only what was green lands', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.infiniteStream(fc.boolean()),
      (length, coins) => {
        const settled = settle(upTo(length), () => coins.next().value === true, {
          batch: 8,
          parallel: 1,
        });
        expect(settled.landed.length + settled.out.length).toBe(length);
      },
    ),
    { numRuns: 100 },
  );
});
