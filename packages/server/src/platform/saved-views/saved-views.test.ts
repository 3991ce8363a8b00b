import type { Reference } from '@throughline/contract';
import { toReference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let ada: Caller;
let rob: Caller;
let admin: Caller;
let group: Reference<'unit'>;
let team: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Admin' });
  ada = await app.member({ name: 'Ada' });
  rob = await app.member({ name: 'Rob' });
  const unit = async (name: string, level: 'company' | 'organisation', parent?: string) =>
    (await admin.call('org.createUnit', { body: { name, level, ...(parent ? { parent } : {}) } }))
      .ref;
  group = await unit('Company', 'company');
  team = await unit('Team', 'organisation', group);
});
afterAll(() => app.stop());

const save = (caller: Caller, name: string, body: object = {}) =>
  caller.call('savedViews.createSavedView', {
    body: { name, page: '/roadmap', search: '?group=unit', ...body },
  });
const names = async (caller: Caller, page?: string) =>
  (await caller.call('savedViews.listSavedViews', { query: page ? { page } : {} })).items.map(
    ({ name }) => name,
  );

test('a view is its owner’s alone until it is shared', async () => {
  const view = await save(ada, 'Mine');
  expect(await names(ada)).toEqual(['Mine']);
  expect(await names(rob)).toEqual([]);
  // Not even an administrator's, whom nobody asked.
  expect(await names(admin)).toEqual([]);
  const foreign = { params: { id: view.ref }, ifMatch: 1, body: { name: 'Theirs' } };
  expect((await admin.attempt('savedViews.changeSavedView', foreign)).status).toBe(404);

  await ada.call('savedViews.changeSavedView', {
    params: { id: view.ref },
    ifMatch: 1,
    body: { shared: { with: 'everybody' } },
  });
  const [shared] = (await rob.call('savedViews.listSavedViews', {})).items;
  expect(shared).toMatchObject({
    ref: view.ref,
    page: '/roadmap',
    search: '?group=unit',
    sharedWith: 'everybody',
    by: 'Ada',
    mayChange: false,
    revision: 2,
  });
  expect((await rob.attempt('savedViews.changeSavedView', foreign)).status).toBe(404);
  await ada.call('savedViews.deleteSavedView', { params: { id: view.ref } });
});

test('a view shared with a unit is there for who belongs to it or below it', async () => {
  await save(ada, 'The company’s', { shared: { with: 'unit', unit: group } });
  expect(await names(rob)).toEqual([]);
  if (!rob.person) throw new Error('Rob is nobody');
  await admin.call('org.createMembership', {
    body: { person: toReference('person', rob.person), unit: team, title: 'Engineer' },
  });
  expect(await names(rob)).toEqual(['The company’s']);
  const viewer = await app.member({ roles: [{ role: 'viewer', unit: null }] });
  expect(await names(viewer)).toEqual(['The company’s']);
});

test('a page has the views that were made on it', async () => {
  await save(rob, 'Building', { page: '/initiatives', search: '?stage=building' });
  expect(await names(rob, '/initiatives')).toEqual(['Building']);
  expect(await names(rob, '/people')).toEqual([]);
});

test('a name is given once a page, and a change made on an old revision is refused', async () => {
  const view = await save(rob, 'Red ones', { search: '?health=red' });
  const again = await rob.attempt('savedViews.createSavedView', {
    body: { name: 'RED ones', page: '/roadmap', search: '' },
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  await save(ada, 'Red ones');
  const change = (search: string) =>
    rob.attempt('savedViews.changeSavedView', {
      params: { id: view.ref },
      ifMatch: 1,
      body: { search },
    });
  expect(await change('?health=amber')).toMatchObject({ status: 200, body: { revision: 2 } });
  expect(await change('?health=green')).toMatchObject({
    status: 412,
    body: { code: 'stale_revision', revision: 2 },
  });
});

test('a deletion can be taken back', async () => {
  const view = await save(rob, 'Short-lived');
  const params = { id: view.ref };
  await rob.call('savedViews.deleteSavedView', { params });
  expect(await names(rob)).not.toContain('Short-lived');
  expect((await rob.attempt('savedViews.deleteSavedView', { params })).status).toBe(404);
  await rob.call('savedViews.restoreSavedView', { params });
  expect(await names(rob)).toContain('Short-lived');
  expect((await rob.attempt('savedViews.restoreSavedView', { params })).status).toBe(409);
});

test('a view leads to a page of the app and nowhere else', async () => {
  for (const page of ['//evil.test', 'https://evil.test', '/a?b', '/a#b', '/\\evil.test']) {
    const answer = await rob.attempt('savedViews.createSavedView', {
      body: { name: 'Out', page, search: '' },
    });
    expect(answer.status, page).toBe(422);
  }
  const anchor = await rob.attempt('savedViews.createSavedView', {
    body: { name: 'Out', page: '/roadmap', search: '?a#b' },
  });
  expect(anchor.status).toBe(422);
});
