import { toReference, type EntityRef, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../platform/access/api-keys.ts';
import { invite } from '../../platform/access/invite.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { link } from '../../platform/entities/link.ts';
import { record } from '../../platform/ledger/record.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let manager: Caller;
let outsider: Caller;
let unit: Reference<'unit'>;
let ownerUnit: EntityRef<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  manager = await app.member({ administrator: true, name: 'Mara' });
  ownerUnit = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Customer programs', state: 'active' }),
  );
  unit = toReference('unit', ownerUnit.id);
  outsider = await app.member({ roles: [{ role: 'contributor', unit: ownerUnit.id }] });
});
afterAll(() => app.stop());

const hiddenWord = 'Quetzalcoatl';

/** What the widget's endpoint writes when somebody gives feedback. */
function receive(after: Record<string, unknown>) {
  return app.write((context) => record(context, { action: 'feedback.received', after }));
}

async function lineOfNotification() {
  return app.write(async (context) => {
    const make = <K extends 'initiative' | 'feature' | 'launch' | 'flag' | 'notification'>(
      kind: K,
    ) =>
      createEntity(context, {
        kind,
        title: `The ${kind}`,
        state: 'active',
        ownerUnit: ownerUnit.id,
      });
    const initiative = await make('initiative');
    const feature = await make('feature');
    const launch = await make('launch');
    const flag = await make('flag');
    const notification = await make('notification');
    await link(context, notification, 'announces', launch);
    await link(context, launch, 'launches', initiative);
    await link(context, notification, 'promises', flag);
    await link(context, flag, 'gates', feature);
    return { initiative, feature, notification };
  });
}

test('feedback from the widget becomes one entity, on the line where its message stands', async () => {
  const account = await manager.call('engagement.createAccount', {
    body: {
      title: `${hiddenWord} Builders`,
      ownerUnit: unit,
      segment: 'general-contractor',
      annualValue: 90_000,
      externalKey: 'acct-1',
    },
  });
  const line = await lineOfNotification();
  const said = {
    id: 'w-1',
    account: 'acct-1',
    recipient: 'user-7',
    text: 'The crane plan does not print.\nWe need it on paper.',
    rating: 2,
    message: toReference('notification', line.notification.id),
    environment: 'env-1',
    page: 'https://app.example/projects/7',
  };
  await receive(said);
  // Delivered again by a retry, the same words are not said twice; another recipient's id is another.
  await receive(said);
  await receive({ ...said, recipient: 'user-8', text: 'It works for me.', rating: 5 });

  const { items } = await manager.call('engagement.listFeedback', {});
  expect(items.map(({ title }) => title).toSorted()).toEqual([
    'It works for me.',
    'The crane plan does not print.',
  ]);
  const [ref] = items.filter(({ rating }) => rating === 2).map((one) => one.ref);
  const view = await manager.call('engagement.getFeedback', { params: { id: ref! } });
  expect(view).toMatchObject({
    state: 'new',
    heardAt: 'in-app',
    segment: 'general-contractor',
    page: 'https://app.example/projects/7',
    account: { ref: account.ref },
    inResponseTo: [{ title: 'The notification' }],
  });
  expect(view.about.map(({ title }) => title).toSorted()).toEqual([
    'The feature',
    'The initiative',
  ]);
  expect(view.ownerUnit?.ref).toBe(unit);

  const trace = await manager.call('entities.getTrace', {
    params: { ref: toReference('initiative', line.initiative.id) },
    query: { direction: 'down' },
  });
  expect(trace.stages.find(({ stage }) => stage === 'feedback')?.count).toBe(2);
});

test('a hidden account shows nowhere to who may not see it, though its feedback does', async () => {
  const list = await outsider.call('engagement.listFeedback', {});
  expect(list.items).toHaveLength(2);
  expect(list.items.map(({ account }) => account)).toEqual([null, null]);
  const account = (await manager.call('engagement.listAccounts', {})).items[0]!;
  const [feedback] = list.items;
  const answers = [
    list,
    await outsider.call('engagement.listAccounts', {}),
    await outsider.call('engagement.getFeedback', { params: { id: feedback!.ref } }),
    await outsider.call('entities.listLinks', { params: { ref: feedback!.ref } }),
    await outsider.call('entities.getHistory', { params: { ref: feedback!.ref } }),
    await outsider.call('entities.search', { query: { q: hiddenWord } }),
    await outsider.call('insights.runInsight', { params: { key: 'engagement.themes' } }),
    await outsider.call('engagement.listFeedback', { query: { account: account.ref } }),
  ];
  const unresolved = await outsider.call('insights.runInsight', {
    params: { key: 'engagement.unresolved' },
  });
  expect(JSON.stringify(unresolved)).not.toContain(hiddenWord);
  expect(JSON.stringify(answers)).not.toContain(hiddenWord);
  expect(answers.at(-1)).toMatchObject({ items: [] });
  expect(unresolved.rows.map(({ value, account: name }) => [value, name])).toEqual([
    [0, null],
    [0, null],
  ]);
  const gone = await outsider.attempt('engagement.getAccount', { params: { id: account.ref } });
  expect(gone.status).toBe(404);
  // The manager, who is a reader, sees both, and the insight names and weighs the account.
  const seen = await manager.call('insights.runInsight', {
    params: { key: 'engagement.unresolved' },
  });
  expect(seen.rows[0]).toMatchObject({ account: `${hiddenWord} Builders`, value: 90_000 });
});

test('feedback that came before its account was entered is the account’s once it is', async () => {
  await receive({
    id: 'w-2',
    account: 'acct-later',
    recipient: 'user-9',
    text: 'Where is the export?',
  });
  const before = await manager.call('engagement.listFeedback', {});
  expect(before.items[0]).toMatchObject({
    title: 'Where is the export?',
    account: null,
    segment: null,
  });
  const { ref } = await manager.call('engagement.createAccount', {
    body: {
      title: 'Late Owners',
      ownerUnit: unit,
      segment: 'project-owner',
      externalKey: 'acct-later',
    },
  });
  const after = await manager.call('engagement.listFeedback', { query: { account: ref } });
  expect(after.items).toMatchObject([{ title: 'Where is the export?', segment: 'project-owner' }]);
});

test('an agenda is proposed by value, then accounts and voices, duplicates counted once', async () => {
  const account = async (title: string, annualValue: number) =>
    (
      await manager.call('engagement.createAccount', {
        body: { title, ownerUnit: unit, segment: 'specialty-contractor', annualValue },
      })
    ).ref;
  const small = await account('Small Electric', 10_000);
  const large = await account('Large Electric', 50_000);
  const say = async (verbatim: string, given?: Reference<'account'>) =>
    (
      await manager.call('engagement.createFeedback', {
        body: {
          verbatim,
          heardAt: 'meeting',
          segment: 'specialty-contractor',
          ...(given ? { account: given } : {}),
        },
      })
    ).ref;
  const popular = await say('Popular but worth nothing');
  const second = await say('Popular too');
  const third = await say('Me too');
  const root = await say('Prefabrication lists', small);
  const duplicate = await say('Lists of prefabricated parts', large);
  const merge = (id: Reference<'feedback'>, into: Reference<'feedback'>) =>
    manager.call('engagement.mergeFeedback', { params: { id }, body: { into } });
  await merge(second, popular);
  await merge(third, second); // into a duplicate means into what that was merged into
  await merge(duplicate, root);

  const { ref: program } = await manager.call('engagement.createProgram', {
    body: {
      title: 'Board of specialty contractors',
      ownerUnit: unit,
      programKind: 'advisory-board',
      segment: 'specialty-contractor',
    },
  });
  const { items } = await manager.call('engagement.proposeAgenda', { params: { id: program } });
  expect(items).toMatchObject([
    { feedback: { title: 'Prefabrication lists' }, voices: 2, accounts: 2, annualValue: 60_000 },
    { feedback: { title: 'Popular but worth nothing' }, voices: 3, accounts: 0, annualValue: 0 },
  ]);
  // Who sees no account sees no weight of one: the voices decide.
  const blind = await outsider.call('engagement.proposeAgenda', { params: { id: program } });
  expect(blind.items.map(({ voices, annualValue }) => [voices, annualValue])).toEqual([
    [3, 0],
    [2, 0],
  ]);
  const circle = await manager.attempt('engagement.mergeFeedback', {
    params: { id: root },
    body: { into: duplicate },
  });
  expect(circle).toMatchObject({ status: 409, body: { code: 'entity.circular' } });
});

test('an answer is written before feedback is answered', async () => {
  const { ref } = await manager.call('engagement.createFeedback', {
    body: { verbatim: 'Too many clicks', themes: ['Speed'] },
  });
  const early = await manager.attempt('engagement.changeFeedback', {
    params: { id: ref },
    body: { state: 'answered' },
    ifMatch: 1,
  });
  expect(early).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  await manager.call('engagement.changeFeedback', {
    params: { id: ref },
    body: { state: 'answered', answer: 'It takes one now.' },
    ifMatch: 1,
  });
  const themes = await manager.call('insights.runInsight', {
    params: { key: 'engagement.themes' },
    query: {
      parameters: JSON.stringify({ by: 'segment', programKind: 'customer-advisory-board' }),
    },
  });
  expect(themes.rows).toEqual([]); // heard outside of any board
  const all = await manager.call('insights.runInsight', { params: { key: 'engagement.themes' } });
  expect(all.rows).toContainEqual(
    expect.objectContaining({ theme: 'speed', voices: 1, unresolved: 0 }),
  );
});

test('a program has members over time, and invites who is in it', async () => {
  const { ref: program } = await manager.call('engagement.createProgram', {
    body: { title: 'Lab', ownerUnit: unit, programKind: 'innovation-lab' },
  });
  const { ref: partner } = await manager.call('engagement.createAccount', {
    body: { title: 'Partner Ltd', ownerUnit: unit, segment: 'partner', restricted: false },
  });
  const params = { id: program };
  await manager.call('engagement.addProgramMember', { params, body: { member: partner } });
  const { ref: meeting } = await manager.call('engagement.createMeeting', {
    body: { title: 'First session', program, startsAt: '2026-12-01T15:00:00Z' },
  });
  app.clock.set(Temporal.Instant.from('2026-11-23T20:00:00Z'));
  await manager.call('engagement.endProgramMember', { params, body: { member: partner } });
  const now = await manager.call('engagement.getProgram', { params });
  expect(now.members).toEqual([]);
  const then = await manager.call('engagement.getProgram', {
    params,
    query: { asOf: '2026-11-23T12:00:00Z' },
  });
  expect(then.members).toMatchObject([{ member: { title: 'Partner Ltd' } }]);
  const held = await manager.call('engagement.getMeeting', { params: { id: meeting } });
  expect(held.attendance).toMatchObject([{ who: { title: 'Partner Ltd' }, attendance: 'invited' }]);
  // Neither history nor links of the program tell an outsider of a hidden member.
  const account = (await manager.call('engagement.listAccounts', {})).items.find(
    ({ restricted }) => restricted,
  )!;
  await manager.call('engagement.addProgramMember', { params, body: { member: account.ref } });
  const seen = await outsider.call('engagement.getProgram', { params });
  expect(seen.members).toEqual([]);
  const history = await outsider.call('entities.getHistory', { params: { ref: program } });
  expect(JSON.stringify(history)).not.toContain(account.ref);
});

test('a guest sees what is shared with them, and nothing else', async () => {
  const { ref: program } = await manager.call('engagement.createProgram', {
    body: {
      title: 'Shared journey',
      ownerUnit: unit,
      programKind: 'executive-journey',
      charter: { purpose: 'Build faster' },
    },
  });
  await manager.call('engagement.createProgram', {
    body: { title: 'Another journey', ownerUnit: unit, programKind: 'executive-journey' },
  });
  await manager.call('engagement.createMeeting', {
    body: {
      title: 'Kick-off',
      program,
      startsAt: '2026-12-02T15:00:00Z',
      agenda: [{ title: 'Your objectives', shared: true }, { title: 'Their renewal is at risk' }],
    },
  });
  const guest = await app.write(async (context) => {
    const { id } = await invite(context, {
      email: 'guest@customer.test',
      name: 'Gil',
      kind: 'guest',
      administrator: false,
      roles: [],
    });
    const { key } = await createApiKey(context, id, {
      name: 'test',
      scopes: ['*:write'],
      expiresInDays: 1,
    });
    return { ref: toReference('identity', id), key };
  });
  const ask = async (url: string) => {
    const response = await app.http.inject({
      url,
      headers: { authorization: `Bearer ${guest.key}` },
    });
    return { status: response.statusCode, body: response.body };
  };
  expect(await ask('/api/v1/portal/programs')).toEqual({ status: 200, body: '{"items":[]}' });
  await manager.call('engagement.shareProgram', {
    params: { id: program },
    body: { guest: guest.ref },
  });
  const portal = await ask('/api/v1/portal/programs');
  expect(JSON.parse(portal.body)).toMatchObject({
    items: [
      {
        title: 'Shared journey',
        purpose: 'Build faster',
        meetings: [{ title: 'Kick-off', agenda: ['Your objectives'] }],
      },
    ],
  });
  expect(portal.body).not.toContain('renewal');
  for (const url of [
    '/api/v1/programs',
    `/api/v1/programs/${program}`,
    '/api/v1/feedback',
    '/api/v1/accounts',
    `/api/v1/entities/${program}`,
    '/api/v1/search?q=journey',
    '/api/v1/home',
  ]) {
    expect([url, (await ask(url)).status]).toEqual([url, 403]);
  }
  const member = await manager.attempt('engagement.listMyPrograms', {});
  expect(member.status).toBe(403);
  const noGuest = await manager.attempt('engagement.shareProgram', {
    params: { id: program },
    body: { guest: toReference('identity', outsider.identity) },
  });
  expect(noGuest).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  await manager.call('engagement.unshareProgram', {
    params: { id: program },
    body: { guest: guest.ref },
  });
  expect((await ask('/api/v1/portal/programs')).body).toBe('{"items":[]}');
});
