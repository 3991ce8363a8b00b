import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../platform/access/actor.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { readDocument } from '../../platform/import/parse-document.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { deliveryGates } from './gates.ts';
import { importDesignStandards } from './import-design-standards.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let feature: Id<'feature'>;

const file = 'design-standards.yaml';
const shipped = resolve(import.meta.dirname, '../../../../../organisations/procore', file);

const load = (text: string) =>
  app.write((context) =>
    importDesignStandards.apply(
      { ...context, system: 'import:procore', today: Temporal.PlainDate.from('2026-11-23') },
      [readDocument(file, text)],
    ),
  );

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Design', state: 'active' }),
    feature: await createEntity(context, { kind: 'feature', title: 'Forms', state: 'building' }),
  }));
  unit = toReference('unit', made.unit.id);
  feature = made.feature.id;
  await load(await readFile(shipped, 'utf8'));
});
afterAll(() => app.stop());

const gate = () => {
  const [found] = deliveryGates;
  if (!found) throw new Error('there is a gate');
  const context = { db: app.database.db, actor: system('test'), now: app.clock.now() };
  return found.check(context, { kind: 'feature', id: feature });
};

const insight = (key: string, parameters: unknown) =>
  admin.call('insights.runInsight', {
    params: { key },
    query: { parameters: JSON.stringify(parameters) },
  });

test('the shipped standards load once, and loading them again changes nothing', async () => {
  const changes = await load(await readFile(shipped, 'utf8'));
  expect(new Set(changes.map(({ what }) => what))).toEqual(new Set(['unchanged']));
  const { groups } = await admin.call('delivery.listDesignStandards');
  expect(groups.map(({ key }) => key)).toEqual(['wcag-2.2-aa', 'tokens', 'content', 'all-states']);
});

test('a failed contrast item passes under a waiver of 14 days, and the gate shuts on day 15', async () => {
  const contrast = 'Text has a contrast of 4.5:1, large text of 3:1 (1.4.3)';
  const { ref } = await admin.call('delivery.createDesignRelease', {
    body: {
      title: 'Offline forms',
      ownerUnit: unit,
      designs: toReference('feature', feature),
      file: 'https://design.example/forms',
      version: 'v3',
      checklist: [
        { text: contrast, standard: 'wcag-1.4.3', result: 'unmet', note: '3.9:1 on grey' },
        { text: 'The focus is drawn (2.4.7)', standard: 'wcag-2.4.7', result: 'met' },
      ],
    },
  });
  const decide = async (
    effects: { effect: string; target: string; parameters: Record<string, string> }[],
  ) => {
    const decision = await admin.call('decisions.createDecision', {
      body: { question: 'Go?', options: ['conditional'], effects },
    });
    await admin.call('decisions.confirmDecision', {
      params: { id: decision.ref },
      body: { choice: 'conditional' },
      ifMatch: 1,
    });
  };
  await decide([
    {
      effect: 'delivery.decide-design-release',
      target: ref,
      parameters: { verdict: 'conditional', reason: 'raise the contrast' },
    },
  ]);
  expect(await gate()).toMatchObject({ state: 'closed' });
  // Fourteen days from 23 November: the last is 7 December.
  await decide([
    {
      effect: 'delivery.waive-standard',
      target: ref,
      parameters: { standard: 'wcag-1.4.3', reason: 'new grey is coming', until: '2026-12-07' },
    },
  ]);
  expect(await gate()).toMatchObject({
    state: 'open',
    says: 'Approved: “Offline forms” v3 under waivers until 2026-12-07.',
  });
  const exceptions = await insight('delivery.design-exceptions', { designRelease: ref });
  expect(exceptions.rows).toMatchObject([{ item: contrast, until: '2026-12-07', holds: true }]);
  const checklist = await insight('delivery.design-checklist', {
    designRelease: ref,
    standards: ['wcag-2.2-aa'],
  });
  expect(checklist.says).toBe('1 of 2 settled; 1 not met or not checked.');
  const none = await insight('delivery.design-checklist', {
    designRelease: ref,
    standards: ['tokens'],
  });
  expect(none.rows).toEqual([]);
  expect((await insight('delivery.design-release', { designRelease: ref })).says).toBe(
    '“Offline forms” v3 is conditional.',
  );

  app.clock.set(Temporal.Instant.from('2026-12-07T23:59:00Z'));
  expect((await gate()).state).toBe('open');
  const home = await admin.call('platform.getHome');
  expect(home.needs.find(({ entity }) => entity.ref === ref)).toMatchObject({
    dueOn: '2026-12-07',
    urgency: 'today',
  });
  app.clock.set(Temporal.Instant.from('2026-12-08T00:00:00Z'));
  expect(await gate()).toMatchObject({
    state: 'closed',
    says: `“Offline forms” v3: the waiver of “${contrast}” ended on 2026-12-07.`,
  });
  const late = (await admin.call('platform.getHome')).needs;
  expect(late.find(({ entity }) => entity.ref === ref)).toMatchObject({
    says: `The waiver of “${contrast}” has ended: what waits for the design stands still`,
    dueOn: '2026-12-07',
    urgency: 'overdue',
  });
});

test('only what is not met is waived, and never for longer than a year', async () => {
  const { ref } = await admin.call('delivery.createDesignRelease', {
    body: {
      title: 'Another',
      ownerUnit: unit,
      file: 'https://design.example/other',
      version: 'v1',
      checklist: [
        { text: 'Met already', result: 'met' },
        { text: 'Not met', result: 'unmet' },
      ],
    },
  });
  const waive = (item: string, until: string) =>
    admin.attempt('delivery.waiveStandard', {
      params: { id: ref },
      body: { item, reason: 'for now', until },
      ifMatch: 1,
    });
  expect((await waive('Met already', '2026-12-20')).status).toBe(422);
  expect((await waive('Not met', '2028-01-01')).status).toBe(422);
  expect((await waive('Not met', '2026-12-20')).status).toBe(200);
});

test('a checklist names only standards that are known', async () => {
  const answer = await admin.attempt('delivery.createDesignRelease', {
    body: {
      title: 'Strange',
      ownerUnit: unit,
      file: 'https://design.example/strange',
      version: 'v1',
      checklist: [{ text: 'What', standard: 'no-such-standard' }],
    },
  });
  expect(answer.status).toBe(422);
});
