import {
  parseReference,
  type FlagConfiguration,
  type Id,
  type Reference,
} from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let author: Caller;
let reviewer: Caller;
let unit: Reference<'unit'>;
let production: Reference<'environment'>;
let staging: Reference<'environment'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-30T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const made = await admin.call('org.createUnit', { body: { name: 'Payments', level: 'company' } });
  unit = made.ref;
  const id = parseReference(unit)?.id as Id<'unit'>;
  author = await app.member({ name: 'Ann', roles: [{ role: 'editor', unit: id }] });
  reviewer = await app.member({ name: 'Rob', roles: [{ role: 'editor', unit: id }] });
  const environment = (key: string, title: string, inProduction: boolean) =>
    admin.call('release.createEnvironment', {
      body: { key, title, stage: 'deployment', production: inProduction },
    });
  staging = (await environment('staging', 'Staging', false)).ref;
  production = (await environment('production', 'Production', true)).ref;
  const before = await admin.call('flags.getFlagReview', { params: { environment: production } });
  await admin.call('flags.setFlagReview', {
    params: { environment: production },
    body: { required: true },
    ifMatch: before.revision,
  });
});
afterAll(() => app.stop());

const createFlag = async (key: string) =>
  (await author.call('flags.createFlag', { body: { key, title: key, ownerUnit: unit } })).ref;
const configuration = (flag: string, environment: string) =>
  admin.call('flags.getFlagConfiguration', { params: { id: flag, environment } });
const half: Omit<FlagConfiguration, 'on'> = {
  targets: [],
  rules: [],
  fallthrough: {
    rollout: {
      contextKind: 'user',
      variations: [
        { variation: 0, weight: 50_000 },
        { variation: 1, weight: 50_000 },
      ],
    },
  },
  offVariation: 1,
  prerequisites: [],
};
const propose = (flag: string, environment: string, body: object, ifMatch = 0) =>
  author.call('flags.proposeFlagChange', {
    params: { id: flag, environment },
    body: body as never,
    ifMatch,
  });
const changesOf = async (flag: string) =>
  (await admin.call('flags.listFlagChanges', { query: { flag } })).items;
/** The next minute, with its jobs. */
async function minutePasses(minutes = 1) {
  const before = app.clock.now();
  app.clock.set(before.add({ minutes }));
  await app.jobs.runDue(app.clock.now().subtract({ seconds: 59 }), app.clock.now());
  await app.feed.settled();
}

test('where a review is wanted a change waits for another person; off is off at once', async () => {
  const flag = await createFlag('new-invoice');
  const direct = await author.attempt('flags.setFlagConfiguration', {
    params: { id: flag, environment: production },
    body: { on: true, ...half },
    ifMatch: 0,
  });
  expect(direct).toMatchObject({ status: 409, body: { code: 'flags.needs_review' } });
  const on = await author.attempt('flags.turnFlagOn', {
    params: { id: flag, environment: production },
  });
  expect(on.body).toMatchObject({ code: 'flags.needs_review' });

  const { ref: change } = await propose(flag, production, {
    on: true,
    configuration: half,
    note: 'The pilot went well.',
  });
  const own = await author.attempt('flags.approveFlagChange', {
    params: { id: change },
    body: {},
  });
  expect(own.status).toBe(403);
  const home = await reviewer.call('platform.getHome', {});
  expect(home.needs).toContainEqual(
    expect.objectContaining({
      says: 'Ann wants to change it in Production: on: 50 % Shown, 50 % Hidden',
    }),
  );
  const approved = await reviewer.call('flags.approveFlagChange', {
    params: { id: change },
    body: { note: 'Go.' },
  });
  expect(approved.state).toBe('applied');
  expect(await configuration(flag, production)).toMatchObject({
    on: true,
    revision: 1,
    changedBy: 'Ann, approved by Rob',
  });
  const again = await reviewer.attempt('flags.approveFlagChange', {
    params: { id: change },
    body: {},
  });
  expect(again.body).toMatchObject({ code: 'wrong_state' });

  const off = await author.call('flags.turnFlagOff', {
    params: { id: flag, environment: production },
  });
  expect(off.revision).toBe(2);
});

test('what was made from an older revision is not applied over what somebody did since', async () => {
  const flag = await createFlag('fast-search');
  const { ref: first } = await propose(flag, production, { on: true, configuration: half });
  const { ref: second } = await propose(flag, production, {
    on: true,
    configuration: { ...half, offVariation: 0 },
  });
  const { ref: third } = await propose(flag, production, { on: true });
  await reviewer.call('flags.approveFlagChange', { params: { id: first }, body: {} });
  const late = await reviewer.call('flags.approveFlagChange', { params: { id: second }, body: {} });
  expect(late.state).toBe('outdated');
  expect(late.outdated).toContain('made from revision 0; meanwhile there is revision 1');
  expect((await configuration(flag, production)).offVariation).toBe(1);
  // The switch alone goes onto whatever there is.
  await author.call('flags.turnFlagOff', { params: { id: flag, environment: production } });
  const turned = await reviewer.call('flags.approveFlagChange', {
    params: { id: third },
    body: {},
  });
  expect(turned.state).toBe('applied');
  expect(await configuration(flag, production)).toMatchObject({ on: true, revision: 3 });
  const declined = await propose(flag, production, { on: false }, 3);
  await reviewer.call('flags.declineFlagChange', {
    params: { id: declined.ref },
    body: { reason: 'Not before the holidays.' },
  });
  expect((await changesOf(flag))[0]).toMatchObject({
    state: 'declined',
    reviewedBy: 'Rob',
    reviewNote: 'Not before the holidays.',
  });
});

test('a change for a moment is applied then, unless it was taken back', async () => {
  const flag = await createFlag('winter-theme');
  const now = await author.attempt('flags.proposeFlagChange', {
    params: { id: flag, environment: staging },
    body: { on: true },
    ifMatch: 0,
  });
  expect(now.body).toMatchObject({ code: 'wrong_state' });
  const at = app.clock.now().add({ minutes: 90 }).toString();
  await propose(flag, staging, { on: true, applyAt: at });
  const { ref: taken } = await propose(flag, staging, {
    on: false,
    applyAt: app.clock.now().add({ minutes: 91 }).toString(),
  });
  await author.call('flags.withdrawFlagChange', { params: { id: taken } });
  await minutePasses(89);
  expect((await configuration(flag, staging)).on).toBe(false);
  await minutePasses(1);
  expect(await configuration(flag, staging)).toMatchObject({ on: true, changedBy: 'Ann' });
  await minutePasses(2);
  expect((await configuration(flag, staging)).on).toBe(true);
  expect((await changesOf(flag)).map(({ state }) => state)).toEqual(['withdrawn', 'applied']);
});

const rampsOf = async (flag: string) =>
  (await admin.call('flags.listRamps', { query: { flag } })).items;
const shown = async (flag: string) => {
  const { on, fallthrough } = await configuration(flag, staging);
  const weights = fallthrough.rollout?.variations.map(({ weight }) => weight / 1000);
  return [on, fallthrough.variation ?? weights?.[0]];
};
const ramp = (flag: string, more: object = {}) =>
  author.call('flags.startRamp', {
    params: { id: flag, environment: staging },
    body: {
      variation: 0,
      steps: [
        { percent: 5, minutes: 60 },
        { percent: 50, minutes: 30 },
        { percent: 100, minutes: 10 },
      ],
      ...more,
    },
  });

test('a ramp goes up by its steps as each has soaked, and is finished when the last one has', async () => {
  const flag = await createFlag('quick-pay');
  await ramp(flag);
  const twice = await author.attempt('flags.startRamp', {
    params: { id: flag, environment: staging },
    body: { variation: 0, steps: [{ percent: 100, minutes: 0 }] },
  });
  expect(twice.body).toMatchObject({ code: 'already_exists' });
  await minutePasses();
  expect(await shown(flag)).toEqual([true, 5]);
  await minutePasses(59);
  expect(await shown(flag)).toEqual([true, 5]);
  await minutePasses(1);
  expect(await shown(flag)).toEqual([true, 50]);
  await minutePasses(30);
  // All of them: the variation itself, no rollout any more.
  expect(await shown(flag)).toEqual([true, 0]);
  expect((await rampsOf(flag))[0]).toMatchObject({ state: 'running', position: 2 });
  await minutePasses(10);
  expect((await rampsOf(flag))[0]).toMatchObject({ state: 'finished', says: '100 % and soaked' });
});

test('a guard beyond its limit rolls a ramp back by itself; one that can’t tell holds it', async () => {
  const flag = await createFlag('bulk-upload');
  const { ref: metric } = await admin.call('catalog.createMetric', {
    body: {
      title: 'Errors per 1,000',
      definition: 'Failed uploads of a thousand',
      ownerUnit: unit,
      unit: 'errors',
      direction: 'down',
      source: { kind: 'entry' },
    },
  });
  const errors = (value: number) =>
    admin.call('catalog.recordMetricValue', {
      params: { id: metric },
      body: { on: app.clock.now().toString().slice(0, 10), value },
    });
  await ramp(flag, {
    guards: [{ label: 'Errors', of: { kind: 'metric', metric }, condition: 'at-most', limit: 3 }],
  });
  await minutePasses();
  expect((await rampsOf(flag))[0]).toMatchObject({
    state: 'held',
    says: 'Held: Errors: The metric has no value yet.',
    position: -1,
  });
  await errors(2);
  await minutePasses();
  expect(await shown(flag)).toEqual([true, 5]);
  await errors(3.5);
  await minutePasses();
  expect((await rampsOf(flag))[0]).toMatchObject({
    state: 'rolled-back',
    says: 'Rolled back: Errors: 3.5, at most 3.',
    readings: [{ verdict: 'roll-back', value: 3.5 }],
  });
  // As before the ramp: off, and the first variation for everybody once on.
  expect(await shown(flag)).toEqual([false, 0]);
});

test('where a review is wanted another person approves a ramp before it begins', async () => {
  const flag = await createFlag('cost-codes');
  const { ref: id } = await author.call('flags.startRamp', {
    params: { id: flag, environment: production },
    body: { variation: 0, steps: [{ percent: 100, minutes: 0 }] },
  });
  await minutePasses();
  expect((await configuration(flag, production)).revision).toBe(0);
  const own = await author.attempt('flags.approveRamp', { params: { id }, body: {} });
  expect(own.status).toBe(403);
  const home = await reviewer.call('platform.getHome', {});
  expect(home.needs.map(({ says }) => says)).toContain('Ann wants to ramp it in Production: 100 %');
  await reviewer.call('flags.approveRamp', { params: { id }, body: {} });
  await minutePasses();
  expect(await configuration(flag, production)).toMatchObject({
    on: true,
    fallthrough: { variation: 0 },
  });
});

test('a hand on the flag takes its ramp over; a held ramp waits for a person', async () => {
  const flag = await createFlag('dark-mode');
  const { ref: id } = await ramp(flag);
  await minutePasses();
  await author.call('flags.holdRamp', { params: { id }, body: { reason: 'Looks odd' } });
  await minutePasses(120);
  expect((await rampsOf(flag))[0]).toMatchObject({
    state: 'held',
    says: 'Held by Ann: Looks odd',
    nextAt: null,
  });
  await author.call('flags.goOnRamp', { params: { id }, body: {} });
  await minutePasses();
  expect(await shown(flag)).toEqual([true, 50]);
  // A second word takes the next step before it has soaked.
  await author.call('flags.goOnRamp', { params: { id }, body: {} });
  expect(await shown(flag)).toEqual([true, 0]);
  await author.call('flags.rollBackRamp', { params: { id }, body: { reason: 'Complaints' } });
  expect(await shown(flag)).toEqual([false, 0]);

  await ramp(flag);
  await minutePasses();
  await author.call('flags.turnFlagOff', { params: { id: flag, environment: staging } });
  await minutePasses(60);
  expect((await rampsOf(flag))[0]).toMatchObject({ state: 'stopped' });
  expect((await configuration(flag, staging)).on).toBe(false);

  // Neither is it rolled back over what somebody decided since, before the next look.
  const { ref: third } = await ramp(flag);
  await minutePasses();
  await author.call('flags.turnFlagOff', { params: { id: flag, environment: staging } });
  const back = await author.call('flags.rollBackRamp', { params: { id: third }, body: {} });
  expect(back.state).toBe('stopped');
  expect(await shown(flag)).toEqual([false, 5]);

  await ramp(flag);
  await author.call('flags.archiveFlag', { params: { id: flag } });
  await minutePasses();
  expect((await rampsOf(flag))[0]).toMatchObject({
    state: 'stopped',
    says: 'The flag was archived: the ramp ends.',
  });
});
