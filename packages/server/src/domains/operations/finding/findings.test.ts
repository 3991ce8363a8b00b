import {
  parseReference,
  toReference,
  type EntityRef,
  type Id,
  type Reference,
} from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let second: Caller;
let unit: EntityRef<'unit'>;
let repository: EntityRef<'repository'>;
let service: Reference<'service'>;

interface Reported {
  readonly rule: string;
  readonly line: number;
  readonly level?: string;
}

const upload = async (results: readonly Reported[], run: Record<string, unknown> = {}) => {
  const sarif = {
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Scanner' } },
        ...run,
        results: results.map(({ rule, line, level }) => ({
          ruleId: rule,
          message: { text: `Breaks ${rule}` },
          ...(level ? { level } : {}),
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'src/a.ts' },
                region: { startLine: line },
              },
            },
          ],
        })),
      },
    ],
  };
  return admin.call('operations.importSarif', {
    params: { id: toReference('repository', repository.id) },
    body: new Blob([JSON.stringify(sarif)], { type: 'application/sarif+json' }),
  });
};
const list = async (query: Record<string, string> = {}) =>
  (await admin.call('operations.listSecurityFindings', { query })).items;
const gate = () =>
  admin.call('platform.checkGate', {
    params: { key: 'operations.findings-in-time' },
    query: { about: service },
  });

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada', keyDays: 400 });
  await app.write(async (context) => {
    unit = await createEntity(context, { kind: 'unit', title: 'Platform', state: 'active' });
    repository = await createEntity(context, {
      kind: 'repository',
      title: 'search-api',
      state: 'connected',
      ownerUnit: unit.id,
    });
  });
  second = await app.member({
    name: 'Grace',
    keyDays: 400,
    roles: [{ role: 'editor', unit: unit.id }],
  });
  const made = await admin.call('catalog.createService', {
    body: {
      title: 'search',
      ownerUnit: toReference('unit', unit.id),
      tier: 1,
      dataClassification: 'internal',
    },
  });
  service = made.ref;
  const id = parseReference(made.ref)?.id as Id<'service'>;
  await app.write((context) => link(context, repository, 'builds', { kind: 'service', id }));
});
afterAll(() => app.stop());

test('a run opens, keeps and fixes findings by their fingerprints, and a broken one fixes nothing', async () => {
  expect(
    await upload([
      { rule: 'sql', line: 3, level: 'error' },
      { rule: 'log', line: 9 },
    ]),
  ).toMatchObject({ found: 2, known: 0, fixed: 0 });
  // A high one has 30 days, a medium one 90, from 23 November on.
  expect(await list()).toMatchObject([
    { rule: 'sql', severity: 'high', dueOn: '2026-12-23', location: 'src/a.ts:3' },
    { rule: 'log', severity: 'medium', dueOn: '2027-02-21' },
  ]);
  expect((await list())[0]?.service?.ref).toBe(service);

  app.clock.set(Temporal.Instant.from('2026-11-24T09:00:00Z'));
  const broken = { invocations: [{ executionSuccessful: false }] };
  expect(await upload([], broken)).toMatchObject({ fixed: 0 });
  // Another tool knows nothing of what this one found.
  expect(await upload([], { tool: { driver: { name: 'Other' } } })).toMatchObject({ fixed: 0 });
  expect(await upload([{ rule: 'sql', line: 8, level: 'error' }])).toMatchObject({
    found: 0,
    known: 1,
    fixed: 1,
  });
  expect(await list({ state: 'open' })).toMatchObject([{ rule: 'sql', location: 'src/a.ts:8' }]);
  expect(await list({ state: 'fixed' })).toMatchObject([
    { rule: 'log', fixedAt: '2026-11-24T09:00:00.000Z' },
  ]);

  // What comes back is open again, and its days count from then.
  expect(
    await upload([
      { rule: 'sql', line: 8, level: 'error' },
      { rule: 'log', line: 9 },
    ]),
  ).toMatchObject({ known: 1, reopened: 1 });
  expect(await list({ tool: 'Scanner', severity: 'medium' })).toMatchObject([
    { state: 'open', dueOn: '2027-02-22' },
  ]);
  const csv = await app.http.inject({
    url: '/api/v1/security-findings.csv?severity=high',
    headers: { authorization: `Bearer ${admin.key}` },
  });
  expect(csv.body.split('\r\n')).toHaveLength(3);
  expect(csv.body).toContain('src/a.ts:8');
});

test('past its deadline a finding closes the gate until somebody else grants an exception, which ends', async () => {
  expect(await gate()).toMatchObject({ state: 'open' });
  app.clock.set(Temporal.Instant.from('2026-12-24T09:00:00Z'));
  const [finding] = await list({ overdue: 'true' });
  expect(finding).toMatchObject({ rule: 'sql', overdue: true });
  expect(await gate()).toMatchObject({
    state: 'closed',
    says: '“Breaks sql” (high) was to be fixed by 2026-12-23.',
  });
  const params = { id: finding?.ref ?? '' };
  const asked = await admin.call('operations.askSecurityException', {
    params,
    body: { reason: 'The library is replaced in January.', until: '2027-01-10' },
  });
  const twice = await admin.attempt('operations.askSecurityException', {
    params,
    body: { reason: 'Again.', until: '2027-01-10' },
  });
  expect(twice).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const decision = { params: { id: asked.ref }, body: { as: 'approved' as const } };
  const own = await admin.attempt('operations.decideSecurityException', decision);
  expect(own).toMatchObject({ status: 403, body: { code: 'operations.own_request' } });
  const home = await second.call('platform.getHome', {});
  expect(home.needs).toContainEqual(
    expect.objectContaining({ key: asked.ref, act: expect.objectContaining({ label: 'Approve' }) }),
  );
  await second.call('operations.decideSecurityException', decision);
  expect(await gate()).toMatchObject({ state: 'open' });
  expect(await list({ state: 'excepted' })).toMatchObject([
    { exceptedUntil: '2027-01-10', overdue: false },
  ]);

  // Its last day is over in the organisation's zone, which is UTC here.
  app.clock.set(Temporal.Instant.from('2027-01-11T00:00:30Z'));
  expect(await gate()).toMatchObject({ state: 'closed' });
  await app.jobs.runDue(
    Temporal.Instant.from('2027-01-11T00:12:30Z'),
    Temporal.Instant.from('2027-01-11T00:13:30Z'),
  );
  await app.feed.settled();
  const view = await admin.call('operations.getSecurityFinding', { params });
  expect(view).toMatchObject({ state: 'open', overdue: true, exceptions: [{ state: 'expired' }] });
  const insight = await admin.call('insights.runInsight', {
    params: { key: 'operations.security-findings' },
    query: { parameters: JSON.stringify({ unit: toReference('unit', unit.id) }) },
  });
  expect(insight.figures.map(({ key, value }) => [key, value])).toEqual([
    ['overdue', 1],
    ['critical', 0],
    ['excepted', 0],
    ['open', 2],
  ]);
});

test('another policy moves the deadlines of what is open', async () => {
  const days = { critical: 3, high: 60, medium: 90, low: 120 };
  expect(await admin.call('operations.setFindingPolicy', { body: { days } })).toEqual({ moved: 1 });
  // Found on 23 November: sixty days later.
  expect(await list({ severity: 'high' })).toMatchObject([{ dueOn: '2027-01-22', overdue: false }]);
  expect(await gate()).toMatchObject({ state: 'open' });
  const refused = await second.attempt('operations.setFindingPolicy', { body: { days } });
  expect(refused.status).toBe(403);
});

test('a file that is none is refused, and so is one of a stranger', async () => {
  const params = { id: toReference('repository', repository.id) };
  const body = new Blob(['{}'], { type: 'application/json' });
  const answer = await admin.attempt('operations.importSarif', { params, body });
  expect(answer).toMatchObject({ status: 422, body: { code: 'operations.sarif_unreadable' } });
  const stranger = await app.member({ name: 'Stranger' });
  expect((await stranger.attempt('operations.importSarif', { params, body })).status).toBe(403);
});
