import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { createEntity } from '../entities/entity.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let initiative: Reference<'initiative'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const [owner, bet] = await app.write(async (context) => {
    const made = await createEntity(context, { kind: 'unit', title: 'P&T', state: 'active' });
    return [
      made,
      await createEntity(context, {
        kind: 'initiative',
        title: 'Offline forms',
        state: 'building',
        ownerUnit: made.id,
      }),
    ] as const;
  });
  unit = toReference('unit', owner.id);
  initiative = toReference('initiative', bet.id);
});
afterAll(() => app.stop());

const raise = (title: string, likelihood: number, impact: number, more: object = {}) =>
  admin.call('decisions.createRisk', {
    body: { title, likelihood, impact, threatens: [initiative], ...more },
  });

test('risks of an entity are listed by severity, and belong to its unit', async () => {
  await raise('Sync conflicts', 2, 3);
  await raise('The vendor leaves', 3, 5, { mitigation: 'A second vendor is being tried.' });
  const { items } = await admin.call('decisions.listRisks', { query: { threatens: initiative } });
  expect(items.map(({ title, severity }) => [title, severity])).toEqual([
    ['The vendor leaves', 15], // 3 · 5
    ['Sync conflicts', 6], // 2 · 3
  ]);
  expect(items[0]).toMatchObject({
    ownerUnit: { ref: unit },
    owner: { name: 'Ada' },
    threatens: [{ ref: initiative }],
    mitigation: 'A second vendor is being tried.',
  });
  const first = await admin.call('decisions.listRisks', {
    query: { threatens: initiative, limit: 1 },
  });
  const second = await admin.call('decisions.listRisks', {
    query: { threatens: initiative, limit: 1, cursor: first.nextCursor ?? '' },
  });
  expect(second).toMatchObject({ items: [{ title: 'Sync conflicts' }], nextCursor: null });
});

test('a risk whose date moves back is carried over, and what came of it is in its history', async () => {
  const { ref } = await raise('Legal review is late', 4, 2, { dueOn: '2026-11-30' });
  const params = { id: ref };
  const moved = await admin.call('decisions.changeRisk', {
    params,
    body: { dueOn: '2026-12-14', likelihood: 5 },
    ifMatch: 1,
  });
  const seen = await admin.call('decisions.getRisk', { params });
  expect(seen).toMatchObject({ carriedOver: 1, severity: 10, state: 'open' }); // 5 · 2
  await admin.call('decisions.changeRisk', {
    params,
    body: { state: 'occurred' },
    ifMatch: moved.revision,
  });
  const { items } = await admin.call('entities.getHistory', { params: { ref } });
  expect(items.map(({ action }) => action)).toContain('risk.occurred');
});

test('only its owner, or a contributor of its unit, changes a risk', async () => {
  const reader = await app.member({ name: 'Rob' });
  const { ref } = await raise('Nobody knows the parser', 3, 3);
  const refused = await reader.attempt('decisions.changeRisk', {
    params: { id: ref },
    body: { state: 'closed' },
    ifMatch: 1,
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  if (!reader.person) throw new Error('a member has a person');
  const handed = await admin.call('decisions.changeRisk', {
    params: { id: ref },
    body: { owner: toReference('person', reader.person) },
    ifMatch: 1,
  });
  const accepted = await reader.attempt('decisions.changeRisk', {
    params: { id: ref },
    body: { state: 'accepted' },
    ifMatch: handed.revision,
  });
  expect(accepted.status).toBe(200);
});

test('Home shows an owner the open risks whose date is near', async () => {
  const owner = await app.member({ name: 'Olga' });
  if (!owner.person) throw new Error('a member has a person');
  const mine = { owner: toReference('person', owner.person) };
  const near = await raise('Near', 2, 2, { ...mine, dueOn: '2026-11-25' });
  await raise('Far', 2, 2, { ...mine, dueOn: '2027-03-01' });
  const { needs } = await owner.call('platform.getHome');
  expect(needs.filter(({ entity }) => entity.kind === 'risk')).toMatchObject([
    { key: near.ref, says: 'Your risk, severity 4 of 25', urgency: 'soon' },
  ]);
});

test('a risk to something confidential is as confidential', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'Secret plan', ownerUnit: unit, fiscalYear: 2031, restricted: true },
  });
  const { ref } = await raise('It leaks', 1, 5, { threatens: [plan.ref] });
  const reader = await app.member({ roles: [{ role: 'owner', unit: null }] });
  const asked = await reader.attempt('decisions.getRisk', { params: { id: ref } });
  expect(asked.status).toBe(404);
});
