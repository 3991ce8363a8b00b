import { readFile } from 'node:fs/promises';
import { toReference, type EntityRef, type Readiness, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { link } from '../../platform/entities/link.ts';
import { applyImport } from '../../platform/import/apply-import.ts';
import { readDocument } from '../../platform/import/parse-document.ts';
import { writeSetting } from '../../platform/settings.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let owner: Caller;
let reader: Caller;
let unit: EntityRef<'unit'>;

const shipped = new URL(
  '../../../../../organisations/procore/launch-templates.yaml',
  import.meta.url,
);

async function importTemplates() {
  const document = readDocument('launch-templates.yaml', await readFile(shipped, 'utf8'));
  return app.write((context) => applyImport(context, app.importers, [document]));
}

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  owner = await app.member({ administrator: true, name: 'Olu' });
  unit = await app.write(async (context) => {
    await writeSetting(context, 'organisation_key', 'test');
    return createEntity(context, { kind: 'unit', title: 'Marketing', state: 'active' });
  });
  reader = await app.member({ roles: [{ role: 'contributor', unit: unit.id }], name: 'Rea' });
});
afterAll(() => app.stop());

const answers = {
  reach: 2,
  'change-of-habit': 1,
  'commercial-weight': 1,
  'market-movement': 1,
  'readiness-of-others': 1,
  'cost-of-failure': 1,
};

async function plan(
  targetOn: string,
  more: { roles?: Record<string, string>; answers?: Record<string, number> } = {},
) {
  return owner.call('launch.createLaunch', {
    body: {
      title: `Launch on ${targetOn}`,
      ownerUnit: toReference('unit', unit.id),
      targetOn,
      answers: { ...answers, ...more.answers },
      ...(more.roles ? { roles: more.roles } : {}),
    },
  });
}

const readiness = (id: Reference<'launch'>, who = owner) =>
  who.call('launch.getReadiness', { params: { id } });
const item = (view: Readiness, key: string) =>
  view.phases.flatMap(({ items }) => items).find((one) => one.key === key)!;
const confirm = (view: Readiness, key: string, address?: string) =>
  owner.call('launch.confirmReadinessItem', {
    params: { id: item(view, key).ref },
    body: address ? { address } : {},
  });

async function propose(id: Reference<'launch'>, effect: string) {
  return owner.call('decisions.createDecision', {
    body: {
      question: 'Does it go?',
      options: ['Go', 'Wait'],
      madeIn: id,
      effects: [{ effect, target: id, option: 'Go' }],
    },
  });
}
const decide = (decision: Reference<'decision'>, ifMatch = 1) =>
  owner.attempt('decisions.confirmDecision', {
    params: { id: decision },
    body: { choice: 'Go', reason: 'The evidence is there' },
    ifMatch,
  });

test('a launch needs a template; the shipped one is imported once', async () => {
  const without = await owner.attempt('launch.createLaunch', {
    body: {
      title: 'Too early',
      ownerUnit: toReference('unit', unit.id),
      targetOn: '2027-01-12',
      answers,
    },
  });
  expect(without).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const first = await importTemplates();
  expect(first.changes.map(({ what }) => what)).toEqual(['created', 'created']);
  const again = await importTemplates();
  expect(again.changes).toEqual([]);
});

test('the tier picks the phases, and working days before T0 their dates', async () => {
  const { ref } = await plan('2027-01-12'); // 7 points: tier 3; a Tuesday
  const view = await readiness(ref);
  // Tier 3: frame −7, build assets −5, enable −2, prove −1, decide −1, launch 0; no position phase.
  expect(view.phases.map(({ key, dueOn }) => [key, dueOn])).toEqual([
    ['frame', '2027-01-01'],
    ['build-assets', '2027-01-05'],
    ['enable', '2027-01-08'],
    ['prove', '2027-01-11'],
    ['decide', '2027-01-11'],
    ['launch', '2027-01-12'],
  ]);
  const small = await owner.attempt('launch.createLaunch', {
    body: {
      title: 'A label',
      ownerUnit: toReference('unit', unit.id),
      targetOn: '2027-01-12',
      answers: { ...answers, reach: 1 },
    },
  });
  expect(small).toMatchObject({ status: 422, body: { code: 'launch.no_tier' } });
});

test('moving T0 moves every item and names what has become impossible', async () => {
  const { ref, revision } = await plan('2027-01-12');
  const moved = await owner.call('launch.moveLaunch', {
    params: { id: ref },
    body: { targetOn: '2026-11-27' },
    ifMatch: revision,
  });
  // Back from Friday 27: frame −7 is Wednesday 18, build assets −5 is Friday 20; today is Monday 23.
  expect(new Set(moved.impossible.map(({ dueOn }) => dueOn))).toEqual(
    new Set(['2026-11-18', '2026-11-20']),
  );
  const view = await readiness(ref);
  expect(item(view, 'flag-linked').state).toBe('impossible');
  expect(item(view, 'tier-score').state).toBe('met');
  expect(item(view, 'training')).toMatchObject({ state: 'missing', dueOn: '2026-11-25' });
  const { warnings } = await owner.call('launch.getLaunch', { params: { id: ref } });
  expect(warnings).toContain('E-mail usually takes 14 days; T0 is in 4.');
});

test('a go is refused while a P0 is missing; what records speak for nobody can confirm or waive', async () => {
  const { ref } = await plan('2027-01-12');
  const decision = await propose(ref, 'launch.go');
  const refused = await decide(decision.ref);
  expect(refused).toMatchObject({ status: 422, body: { code: 'decision.effect_not_allowed' } });
  expect(refused.body['detail']).toContain('Flag linked');
  const untouched = await owner.call('decisions.getDecision', { params: { id: decision.ref } });
  expect(untouched.state).toBe('proposed');

  await app.write(async (context) => {
    const launch = { kind: 'launch', id: await launchId(ref) } as EntityRef<'launch'>;
    const flag = await createEntity(context, { kind: 'flag', title: 'New plan', state: 'active' });
    await link(context, launch, 'uses', flag);
  });
  const view = await readiness(ref);
  expect(item(view, 'flag-linked')).toMatchObject({
    state: 'met',
    records: [{ title: 'New plan' }],
  });

  const byRecords = await owner.attempt('launch.confirmReadinessItem', {
    params: { id: item(view, 'flag-linked').ref },
    body: {},
  });
  expect(byRecords).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const noLink = await owner.attempt('launch.confirmReadinessItem', {
    params: { id: item(view, 'docs-live').ref },
    body: {},
  });
  expect(noLink.status).toBe(422);
  const waived = await owner.attempt('launch.waiveReadinessItem', {
    params: { id: item(view, 'docs-live').ref },
    body: { reason: 'No time' },
  });
  expect(waived).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

async function launchId(ref: Reference<'launch'>) {
  const { rows } = await app.database.pool.query<{ id: string }>(
    `select id from entity where title = $1 and kind = 'launch' order by id desc limit 1`,
    [(await owner.call('launch.getLaunch', { params: { id: ref } })).title],
  );
  return rows[0]!.id;
}

/** A template whose P0 items need nothing of other domains, so that a go can be followed to its end. */
async function importSmallTemplate() {
  const text = (await readFile(shipped, 'utf8')).replace(
    /^templates:[\s\S]*/m,
    `templates:
  - key: small
    title: Small launch
    phases:
      - key: ready
        title: Ready
        offsets: { tier1: -5, tier2: -5, tier3: -5 }
        counts: readiness
        items:
          - { key: flag, title: Flag linked, owner: product-manager, priority: P0, evidence: flag-linked }
          - { key: price, title: Price approved, owner: product-marketing, priority: P0, evidence: price-approved }
          - { key: card, title: Battlecards, owner: product-marketing, priority: P1, evidence: battlecard-fresh }
          - { key: faq, title: Questions, owner: support, priority: P1, evidence: document }
          - { key: told, title: Support briefed, owner: support, priority: P1, evidence: confirmation }
      - key: decide
        title: Decide
        offsets: { tier1: -1, tier2: -1, tier3: -1 }
        counts: decision
        items:
          - { key: go-no-go, title: Go or no-go, owner: directly-responsible, priority: P1, evidence: decision }
    reviews:
      owner: product-manager
      offsets: { tier1: [1], tier2: [7], tier3: [14] }
      measures: []
    decision: { failedP0: no-go, goFromP1Share: 0.8, conditionalFromP1Share: 0.6 }
`,
  );
  const document = readDocument('launch-templates.yaml', text);
  return app.write((context) => applyImport(context, app.importers, [document]));
}

test('evidence of prices, battlecards and people makes a conditional go, then a launch', async () => {
  expect((await importSmallTemplate()).changes.map(({ what }) => what)).toEqual([
    'created',
    'ended',
  ]);
  const { ref } = await plan('2027-02-02', {
    roles: { support: toReference('person', reader.person!) },
  });
  const ownerUnit = toReference('unit', unit.id);
  const flag = await app.write((context) =>
    createEntity(context, {
      kind: 'flag',
      title: 'Hidden flag Xylem',
      state: 'on',
      restricted: true,
    }),
  );
  const id = await launchId(ref);
  await app.write((context) =>
    link(context, { kind: 'launch', id } as EntityRef<'launch'>, 'uses', flag),
  );
  const price = await owner.call('launch.createPrice', {
    body: {
      title: 'Planning Xylem',
      ownerUnit,
      book: 'planning',
      amounts: { shape: 'per-unit', unit: 'project', unitAmount: '12.50' },
      currency: 'USD',
      effectiveFrom: '2027-02-01',
      supports: [ref],
    },
  });
  let view = await readiness(ref);
  expect(item(view, 'price')).toMatchObject({
    state: 'missing',
    says: '1 of 1 prices wait for approval.',
  });
  await owner.call('launch.proposePrice', { params: { id: price.ref } });
  await owner.call('launch.decidePrice', {
    params: { id: price.ref },
    body: { verdict: 'approved' },
  });
  view = await readiness(ref);
  expect(item(view, 'price')).toMatchObject({
    state: 'met',
    records: [{ title: 'Planning Xylem' }],
  });

  // A reader of the launch who may see neither flag nor price learns that they are ready, no more.
  const blind = await readiness(ref, reader);
  expect(item(blind, 'price')).toMatchObject({
    state: 'met',
    records: [],
    says: 'Met, by records that you may not see.',
  });
  const answersOfReader = [
    blind,
    await reader.call('launch.getLaunch', { params: { id: ref } }),
    await reader.call('launch.listPrices', {}),
    await reader.call('insights.runInsight', { params: { key: 'launch.calendar' } }),
    await reader.call('launch.getLaunchCalendar', {}),
  ];
  expect(JSON.stringify(answersOfReader)).not.toContain('Xylem');

  // Both P0 met, 0 of 3 P1: below 60 %.
  expect(view).toMatchObject({ verdict: 'no-go', p0: { met: 2, of: 2 }, p1: { met: 0, of: 3 } });
  await owner.call('launch.createCompetitor', {
    body: {
      title: 'Rival',
      ownerUnit,
      battlecard: [
        { text: 'Slower', audience: 'shareable', source: 'own test', on: '2026-11-20' },
        { text: 'Cheaper', audience: 'internal', source: 'a customer', on: '2026-11-20' },
      ],
      supports: [ref],
    },
  });
  await confirm(view, 'faq', 'https://docs.example/faq');
  view = await readiness(ref);
  // 2 of 3 are 67 %.
  expect(view).toMatchObject({ verdict: 'conditional', p1: { met: 2, of: 3 } });

  const decision = await propose(ref, 'launch.go');
  const bare = await decide(decision.ref);
  expect(bare).toMatchObject({ status: 422, body: { code: 'decision.effect_not_allowed' } });
  await owner.call('launch.mitigateReadinessItem', {
    params: { id: item(view, 'told').ref },
    body: { mitigation: 'The team answers itself for a week' },
  });
  expect((await decide(decision.ref)).status).toBe(200);
  const gone = await owner.call('launch.getLaunch', { params: { id: ref } });
  expect(gone).toMatchObject({
    state: 'go',
    verdicts: [
      {
        effect: 'go',
        verdict: 'conditional',
        by: 'Olu',
        reason: 'The evidence is there',
        decision: decision.ref,
      },
    ],
  });
  expect(gone.verdicts[0]!.items).toContainEqual({
    title: 'Support briefed',
    priority: 'P1',
    state: 'missing',
  });
  expect(item(await readiness(ref), 'go-no-go').state).toBe('met');
  await owner.call('launch.advanceLaunch', {
    params: { id: ref },
    body: { to: 'launched' },
    ifMatch: gone.revision,
  });
  const late = await owner.attempt('launch.moveLaunch', {
    params: { id: ref },
    body: { targetOn: '2027-03-02' },
    ifMatch: gone.revision + 1,
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

test('a hold takes a launch back to planning and forbids a go until it is lifted', async () => {
  const { ref } = await plan('2027-02-09');
  const hold = await owner.call('decisions.createDecision', {
    body: {
      question: 'Hold it?',
      options: ['Go'],
      effects: [{ effect: 'launch.hold', target: ref, parameters: { reason: 'The audit is on' } }],
    },
  });
  expect((await decide(hold.ref)).status).toBe(200);
  const held = await owner.call('launch.getLaunch', { params: { id: ref } });
  expect(held).toMatchObject({ state: 'planning', hold: 'The audit is on' });
  const go = await propose(ref, 'launch.go');
  expect(await decide(go.ref)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const resume = await propose(ref, 'launch.resume');
  expect((await decide(resume.ref)).status).toBe(200);
  expect((await owner.call('launch.getLaunch', { params: { id: ref } })).hold).toBe(null);
  const noGo = await propose(ref, 'launch.no-go');
  expect((await decide(noGo.ref)).status).toBe(200);
  expect((await owner.call('launch.getLaunch', { params: { id: ref } })).state).toBe('no-go');
});

test('who may only contribute does not decide on a launch by a decision of their own', async () => {
  const { ref } = await plan('2027-02-16');
  const own = await reader.call('decisions.createDecision', {
    body: {
      question: 'Stop?',
      options: ['Go'],
      effects: [{ effect: 'launch.no-go', target: ref }],
    },
  });
  const answer = await reader.attempt('decisions.confirmDecision', {
    params: { id: own.ref },
    body: { choice: 'Go' },
    ifMatch: 1,
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('Home shows items that are mine and due, with the word that settles them', async () => {
  const { ref } = await plan('2026-12-01', {
    roles: { support: toReference('person', reader.person!) },
  });
  // Due five working days before Tuesday 1 December: Tuesday 24 November, tomorrow.
  const home = await reader.call('platform.getHome', {});
  const mine = home.needs.filter(({ entity }) => entity.ref === ref);
  expect(mine.map(({ says, dueOn, urgency }) => [says, dueOn, urgency])).toEqual([
    ['Questions (P1)', '2026-11-24', 'soon'],
    ['Support briefed (P1)', '2026-11-24', 'soon'],
  ]);
  const { act } = mine[1]!;
  await reader.call('launch.confirmReadinessItem', {
    params: { id: act!.params['id']! },
    body: {},
  });
  const after = await reader.call('platform.getHome', {});
  expect(after.needs.filter(({ entity }) => entity.ref === ref)).toHaveLength(1);
});

test('versions of a price book follow each other; an approved one is replaced, never edited', async () => {
  const body = (amount: string) => ({
    title: `Package at ${amount}`,
    ownerUnit: toReference('unit', unit.id),
    book: 'package',
    amounts: { shape: 'flat' as const, amount },
    currency: 'USD',
    effectiveFrom: '2027-01-01',
  });
  const approve = async (id: Reference<'price'>) => {
    await owner.call('launch.proposePrice', { params: { id } });
    await owner.call('launch.decidePrice', { params: { id }, body: { verdict: 'approved' } });
  };
  const first = await owner.call('launch.createPrice', { body: body('100.00') });
  await approve(first.ref);
  const edit = await owner.attempt('launch.changePrice', {
    params: { id: first.ref },
    body: { currency: 'EUR' },
    ifMatch: 3,
  });
  expect(edit).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const second = await owner.call('launch.createPrice', { body: body('120.00') });
  await approve(second.ref);
  const { items } = await owner.call('launch.listPrices', { query: { book: 'package' } });
  expect(items.map(({ version, state }) => [version, state])).toEqual([
    [2, 'approved'],
    [1, 'replaced'],
  ]);
  const bands = await owner.attempt('launch.createPrice', {
    body: {
      ...body('1'),
      amounts: {
        shape: 'graduated',
        unit: 'user',
        bands: [
          { upTo: 10, unitAmount: '5' },
          { upTo: 5, unitAmount: '4' },
        ],
      },
    },
  });
  expect(bands.status).toBe(422);
});

test('only shareable lines of a battlecard are shown for outside', async () => {
  const { ref } = await owner.call('launch.createCompetitor', {
    body: {
      title: 'Other',
      ownerUnit: toReference('unit', unit.id),
      battlecard: [
        { text: 'May be said', audience: 'shareable', source: 's', on: '2026-11-01' },
        { text: 'Stays here', audience: 'internal', source: 's', on: '2026-10-01' },
      ],
    },
  });
  const inside = await owner.call('launch.getCompetitor', { params: { id: ref } });
  // From 1 October to 23 November are 30 + 23 = 53 days.
  expect(inside.battlecard.map(({ ageDays, stale }) => [ageDays, stale])).toEqual([
    [22, false],
    [53, true],
  ]);
  const outside = await owner.call('launch.getCompetitor', {
    params: { id: ref },
    query: { audience: 'shareable' },
  });
  expect(outside.battlecard.map(({ text }) => text)).toEqual(['May be said']);
});

test('a decision that stops an initiative holds its launch, with the cause', async () => {
  const initiative = await owner.call('strategy.createInitiative', {
    body: { title: 'Offline forms', ownerUnit: toReference('unit', unit.id), stage: 'building' },
  });
  const { ref } = await plan('2027-03-10');
  await owner.call('entities.createLink', {
    params: { ref },
    body: { relation: 'launches', to: initiative.ref },
  });
  const decision = await owner.call('decisions.createDecision', {
    body: {
      question: 'Go on with it?',
      options: ['Stop'],
      effects: [
        {
          effect: 'strategy.stop-initiative',
          target: initiative.ref,
          parameters: { reason: 'nobody uses it' },
        },
      ],
    },
  });
  await owner.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Stop' },
    ifMatch: 1,
  });
  expect(await owner.call('launch.getLaunch', { params: { id: ref } })).toMatchObject({
    state: 'planning',
    hold: '“Offline forms” was stopped: nobody uses it',
  });
});
