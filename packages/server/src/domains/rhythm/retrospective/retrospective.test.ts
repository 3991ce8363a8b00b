import { fileURLToPath } from 'node:url';
import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const ownFiles =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

let app: TestApp;
let admin: Caller;
let stranger: Caller;
const team: Caller[] = [];
let cadence: Reference<'cadence'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  await app.write(async (context) => {
    const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
    return applyImport(context, app.importers, documents);
  });
  admin = await app.member({ administrator: true, name: 'Ada' });
  stranger = await app.member({ name: 'Sam' });
  const units = await admin.call('org.listUnits', {});
  const unit = units.items.find(({ key }) => key === 'resource-management')?.ref ?? '';
  for (let place = 0; place < 20; place++) {
    const member = await app.member({ name: `Member ${place}` });
    team.push(member);
    await admin.call('org.createMembership', {
      body: { person: toReference('person', member.person ?? ''), unit },
    });
  }
  const cycles = await admin.call('rhythm.listCycles', {});
  const agile = cycles.items.find(({ key }) => key === 'agile')?.ref ?? '';
  cadence = (await admin.call('rhythm.createCadence', { body: { cycle: agile, unit } })).ref;
});
afterAll(() => app.stop());

const first = () => {
  const [member] = team;
  if (!member) throw new Error('no team');
  return member;
};
const personOf = (caller: Caller) => toReference('person', caller.person ?? '');

let days = 0;
async function open(input: { private?: boolean; dots?: number } = {}) {
  days += 1;
  const made = await admin.call('rhythm.createReview', {
    body: {
      cadence,
      startsAt: app.clock
        .now()
        .add({ hours: 24 * days })
        .toString(),
    },
  });
  const params = { id: made.ref };
  await first().call('rhythm.openRetrospective', { params, body: input });
  return { ref: made.ref, params };
}
const codeOf = async (attempt: ReturnType<Caller['attempt']>) => (await attempt).body['code'];

test('of twenty people who write at once no card is lost, and each sees only their own until the reveal', async () => {
  const { params } = await open();
  const write = (member: Caller, text: string) =>
    member.call('rhythm.writeCard', { params, body: { heading: 'change', text } });
  const written = await Promise.all(
    team.flatMap((member, who) =>
      [0, 1, 2].map((card) => write(member, `Wombat ${card} of member ${who}`)),
    ),
  );
  expect(written).toHaveLength(60);
  for (const [who, member] of team.entries()) {
    const seen = await member.call('rhythm.getRetrospective', { params });
    expect(seen).toMatchObject({ phase: 'write', cards: 60, writers: 20 });
    expect(seen.topics.map(({ card }) => card.text).toSorted()).toEqual(
      [0, 1, 2].map((card) => `Wombat ${card} of member ${who}`),
    );
  }
  await first().call('rhythm.moveRetrospective', { params, body: { phase: 'group' } });
  const after = await stranger.call('rhythm.getRetrospective', { params });
  expect(new Set(after.topics.map(({ card }) => card.ref))).toEqual(
    new Set(written.map(({ ref }) => ref)),
  );
  const late = await first().attempt('rhythm.writeCard', {
    params,
    body: { heading: 'try', text: 'Too late' },
  });
  expect(late.body['code']).toBe('wrong_state');
  expect(
    await codeOf(first().attempt('rhythm.moveRetrospective', { params, body: { phase: 'write' } })),
  ).toBe('wrong_state');
});

test('cards that are written while the reveal happens are either seen by all or refused', async () => {
  const { params } = await open();
  const attempts = team.map((member, who) =>
    member.attempt('rhythm.writeCard', { params, body: { heading: 'keep', text: `Race ${who}` } }),
  );
  const reveal = admin.attempt('rhythm.moveRetrospective', { params, body: { phase: 'group' } });
  const answers = await Promise.all(attempts);
  expect((await reveal).status).toBe(204);
  const acknowledged = answers
    .filter(({ status }) => status === 201)
    .map(({ body }) => body['ref']);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  const { topics } = await admin.call('rhythm.getRetrospective', { params });
  expect(new Set(topics.map(({ card }) => card.ref))).toEqual(new Set(acknowledged));
});

test('what is on a card is in no ledger, no history, no search, no stream, before the reveal or after', async () => {
  const { params, ref } = await open();
  const url = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const stream = await fetch(`${url}/api/v1/live`, {
    headers: { authorization: `Bearer ${stranger.key}` },
    signal: leaving.signal,
  });
  const reader = stream.body?.getReader();
  let heard = '';
  const listening = (async () => {
    const decoder = new TextDecoder();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      heard += decoder.decode(part.value);
    }
  })().catch(() => undefined);
  const { ref: card } = await first().call('rhythm.writeCard', {
    params,
    body: { heading: 'change', text: 'Zebrafish meetings are too long' },
  });
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('rhythm.getRetrospective');
  const everywhere = async () =>
    JSON.stringify([
      await admin.call('platform.getLedger', { query: { after: 0, limit: 200 } }),
      await admin.call('entities.getHistory', { params: { ref } }),
      await admin.call('entities.search', { query: { q: 'zebrafish' } }),
      await admin.call('rhythm.getReview', { params }),
      await admin.call('rhythm.getRoom', { params }),
      heard,
      await app.write(async ({ tx }) => tx.selectFrom('ledger').selectAll().execute()),
    ]);
  expect(await everywhere()).not.toMatch(/zebrafish m/i);
  // Somebody else's card isn't there, for the administrator neither.
  expect((await admin.call('rhythm.getRetrospective', { params })).topics).toEqual([]);
  const touch = (caller: Caller) =>
    caller.attempt('rhythm.changeCard', { params: { ...params, card }, body: { text: 'Mine' } });
  expect((await touch(admin)).status).toBe(404);
  expect((await touch(first())).status).toBe(204);
  expect(
    (await stranger.attempt('rhythm.writeCard', { params, body: { heading: 'try', text: 'I' } }))
      .status,
  ).toBe(403);
  await first().call('rhythm.moveRetrospective', { params, body: { phase: 'group' } });
  expect(await everywhere()).not.toMatch(/zebrafish m/i);
  leaving.abort();
  await listening;
});

test('a private retrospective is there for the team alone', async () => {
  const { params, ref } = await open({ private: true });
  await team[3]?.call('rhythm.writeCard', { params, body: { heading: 'keep', text: 'Pairing' } });
  for (const operation of [
    'rhythm.getRetrospective',
    'rhythm.getRoom',
    'rhythm.getReview',
  ] as const) {
    expect((await stranger.attempt(operation, { params })).status, operation).toBe(404);
    expect((await team[7]?.attempt(operation, { params }))?.status, operation).toBe(200);
  }
  await first().call('rhythm.moveRetrospective', { params, body: { phase: 'commit' } });
  const action = await first().call('rhythm.commitAction', {
    params,
    body: { title: 'Pair on Mondays', owner: personOf(first()) },
  });
  expect(
    (await stranger.attempt('decisions.getAction', { params: { id: action.ref } })).status,
  ).toBe(404);
  expect(
    (await team[7]?.attempt('decisions.getAction', { params: { id: action.ref } }))?.status,
  ).toBe(200);
  expect((await stranger.attempt('entities.getEntity', { params: { ref } })).status).toBe(404);
});

test('cards are grouped, topics get dots, and the team commits to at most three owned actions', async () => {
  const { params } = await open({ dots: 3 });
  const [one, two] = [first(), team[1] ?? first()];
  const write = async (text: string) =>
    (await one.call('rhythm.writeCard', { params, body: { heading: 'change', text } })).ref;
  const slow = await write('Reviews are slow');
  const wait = await write('We wait for reviews');
  const flaky = await write('Tests are flaky');
  const long = await write('Reviews take long');
  const move = (phase: 'group' | 'vote' | 'discuss' | 'commit') =>
    one.call('rhythm.moveRetrospective', { params, body: { phase } });
  const group = (card: string, under: string | null) =>
    two.call('rhythm.groupCard', { params: { ...params, card }, body: { under } });
  await move('group');
  await group(long, wait);
  await group(wait, slow);
  const grouped = await two.call('rhythm.getRetrospective', { params });
  // Under “slow” lie the one that was put there and the one that was under that.
  expect(grouped.topics.map(({ card, under }) => [card.ref, under.map(({ ref }) => ref)])).toEqual([
    [slow, [wait, long]],
    [flaky, []],
  ]);
  await group(slow, long);
  expect((await two.call('rhythm.getRetrospective', { params })).topics).toHaveLength(2);

  await move('vote');
  const vote = (caller: Caller, card: string, dots: number) =>
    caller.attempt('rhythm.voteCard', { params: { ...params, card }, body: { dots } });
  expect((await vote(one, slow, 1)).status).toBe(204);
  expect((await vote(one, flaky, 2)).status).toBe(204);
  expect((await vote(two, flaky, 2)).status).toBe(204);
  expect((await vote(two, slow, 2)).body['code']).toBe('rhythm.no_dots_left');
  expect((await vote(two, wait, 1)).body['code']).toBe('invalid_input');
  const voting = await two.call('rhythm.getRetrospective', { params });
  // While the team votes each sees their own dots, so that nobody follows the others.
  expect(voting.topics.map(({ dots }) => dots)).toEqual([0, 2]);
  expect(voting.dotsLeft).toBe(1);

  await move('discuss');
  const counted = await two.call('rhythm.getRetrospective', { params });
  expect(counted.topics.map(({ card, dots }) => [card.ref, dots])).toEqual([
    [flaky, 4],
    [slow, 1],
  ]);
  await two.call('rhythm.discussCard', { params, body: { card: flaky, minutes: 5 } });
  expect(await one.call('rhythm.getRetrospective', { params })).toMatchObject({
    topic: flaky,
    topicUntil: app.clock.now().add({ minutes: 5 }).toString({ fractionalSecondDigits: 3 }),
  });

  await move('commit');
  const commit = (title: string) =>
    one.attempt('rhythm.commitAction', {
      params,
      body: { title, owner: personOf(two), card: flaky },
    });
  // Five at once, three places.
  const answers = await Promise.all([0, 1, 2, 3, 4].map((place) => commit(`Action ${place}`)));
  const accepted = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status === 409);
  expect([accepted.length, refused.length]).toEqual([3, 2]);
  expect(refused[0]?.body['code']).toBe('rhythm.enough_actions');
  const { needs } = await two.call('platform.getHome');
  expect(needs.filter(({ entity }) => entity.title.startsWith('Action '))).toHaveLength(3);

  const next = await open();
  const seen = await two.call('rhythm.getRetrospective', { params: next.params });
  expect(seen.last.map(({ state, owner }) => [state, owner?.name])).toEqual(
    Array.from({ length: 3 }, () => ['open', 'Member 1']),
  );
});
