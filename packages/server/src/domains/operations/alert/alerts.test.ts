import { createHmac } from 'node:crypto';
import type { Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let service: Reference<'service'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true });
  const made = await admin.call('org.createUnit', { body: { name: 'Acme', level: 'company' } });
  unit = made.ref;
  const { ref } = await admin.call('catalog.createService', {
    body: { title: 'api', ownerUnit: unit, tier: 1, dataClassification: 'internal' },
  });
  service = ref;
});
afterAll(() => app.stop());

async function deliver(
  source: Reference<'alert_source'>,
  body: unknown,
  headers: Record<string, string>,
) {
  const response = await app.http.inject({
    method: 'POST',
    url: `/api/v1/alert-sources/${source}/deliveries`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  });
  await app.feed.settled();
  return { status: response.statusCode, body: response.json<{ incidents: string[] }>() };
}
const incidents = async () => (await admin.call('operations.listIncidents', {})).items;
const incident = (id: string) => admin.call('operations.getIncident', { params: { id } });

/** The incident of PagerDuty’s documentation of V3 webhooks (“Overview”, webhook payload). */
const theirs = {
  id: 'PGR0VU2',
  type: 'incident',
  self: 'https://api.pagerduty.com/incidents/PGR0VU2',
  html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
  number: 2,
  status: 'triggered',
  incident_key: 'd3640fbd41094207a1c11e58e46b1662',
  created_at: '2020-04-09T15:16:27Z',
  title: 'A little bump in the road',
  service: {
    html_url: 'https://acme.pagerduty.com/services/PF9KMXH',
    id: 'PF9KMXH',
    self: 'https://api.pagerduty.com/services/PF9KMXH',
    summary: 'API Service',
    type: 'service_reference',
  },
  assignees: [
    {
      html_url: 'https://acme.pagerduty.com/users/PTUXL6G',
      id: 'PTUXL6G',
      self: 'https://api.pagerduty.com/users/PTUXL6G',
      summary: 'User 123',
      type: 'user_reference',
    },
  ],
  escalation_policy: {
    html_url: 'https://acme.pagerduty.com/escalation_policies/PUS0KTE',
    id: 'PUS0KTE',
    self: 'https://api.pagerduty.com/escalation_policies/PUS0KTE',
    summary: 'Default',
    type: 'escalation_policy_reference',
  },
  teams: [
    {
      html_url: 'https://acme.pagerduty.com/teams/PFCVPS0',
      id: 'PFCVPS0',
      self: 'https://api.pagerduty.com/teams/PFCVPS0',
      summary: 'Engineering',
      type: 'team_reference',
    },
  ],
  priority: {
    html_url: 'https://acme.pagerduty.com/account/incident_priorities',
    id: 'PSO75BM',
    self: 'https://api.pagerduty.com/priorities/PSO75BM',
    summary: 'P1',
    type: 'priority_reference',
  },
  urgency: 'high',
  conference_bridge: {
    conference_number: '+1 1234123412,,987654321#',
    conference_url: 'https://example.com',
  },
  resolve_reason: null,
};

const event = (id: string, type: string, at: string, data: Record<string, unknown> = theirs) => ({
  event: {
    id,
    event_type: type,
    resource_type: 'incident',
    occurred_at: at,
    agent: {
      html_url: 'https://acme.pagerduty.com/users/PLH1HKV',
      id: 'PLH1HKV',
      self: 'https://api.pagerduty.com/users/PLH1HKV',
      summary: 'Tenex Engineer',
      type: 'user_reference',
    },
    client: { name: 'PagerDuty' },
    data,
  },
});

test('PagerDuty: an incident follows its events, however late or often they come', async () => {
  const { ref: source } = await admin.call('operations.createAlertSource', {
    body: {
      kind: 'pagerduty',
      name: 'PagerDuty',
      unit,
      services: [{ name: 'PF9KMXH', service }],
    },
  });
  const secret = 'lDQHScfUeXUKaQRNF+8XwiDKZ7XX3itBAYzwU0TARw8lJqRnkKl2iB1anSb0Z+IK';
  const send = (body: unknown) => {
    const hmac = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
    return deliver(source, body, { 'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${hmac}` });
  };
  const updated = event(
    '5ac64822-4adc-4fda-ade0-410becf0de4f',
    'incident.priority_updated',
    '2020-10-02T18:45:22.169Z',
  );
  expect((await send(updated)).status).toBe(401);
  await admin.call('operations.keepAlertSecret', { params: { id: source }, body: { secret } });
  const forged = await deliver(source, updated, { 'x-pagerduty-signature': 'v1=00' });
  expect(forged.status).toBe(401);
  expect(await incidents()).toEqual([]);
  const [refused] = (await admin.call('operations.listAlertSources', {})).items;
  expect(refused?.lastRefusal).toContain('X-PagerDuty-Signature');

  const first = await send(updated);
  expect(first.status).toBe(202);
  const [ref = ''] = first.body.incidents;
  expect(await incident(ref)).toMatchObject({
    title: 'A little bump in the road',
    state: 'open',
    severity: 1,
    openedAt: '2020-04-09T15:16:27.000Z',
    service: { ref: service },
    external: [{ system: 'pagerduty', id: 'PGR0VU2', address: theirs.html_url }],
  });
  expect((await send(updated)).body.incidents).toEqual([ref]);

  // Resolved, then what happened before: a note, and the trigger itself.
  const resolved = { ...theirs, status: 'resolved' };
  await send(event('E3', 'incident.resolved', '2020-10-02T19:00:00Z', resolved));
  await send(
    event('E2', 'incident.annotated', '2020-10-02T18:50:00Z', {
      incident: { ...theirs, summary: theirs.title, type: 'incident_reference' },
      id: 'P2LA89X',
      content: 'I sure am glad we are using PagerDuty!',
      trimmed: false,
      type: 'incident_note',
    }),
  );
  await send(event('E1', 'incident.triggered', '2020-04-09T15:16:27Z'));
  await send(event('E1b', 'incident.acknowledged', '2020-04-09T15:20:00Z'));
  const over = await incident(ref);
  expect(over).toMatchObject({ state: 'resolved', resolvedAt: '2020-10-02T19:00:00.000Z' });
  expect(over.notes.map(({ text }) => text)).toEqual([
    'Triggered in PagerDuty.',
    'Acknowledged in PagerDuty.',
    'Priority P1 in PagerDuty.',
    'I sure am glad we are using PagerDuty!',
    'Resolved in PagerDuty.',
  ]);
  await send(event('E4', 'incident.reopened', '2020-10-02T20:00:00Z'));
  expect((await incident(ref)).state).toBe('open');
  expect(await incidents()).toHaveLength(1);

  // What is about no incident is taken, and opens none.
  const ping = event('P1', 'pagey.ping', '2020-10-02T20:00:00Z', {
    type: 'ping',
    message: 'Hello',
  });
  expect(await send(ping)).toMatchObject({ status: 202, body: { incidents: [] } });
  expect((await send({ nothing: 'known' })).status).toBe(422);
});

/** A notification as Alertmanager documents it (webhook_config, version 4). */
function group(alerts: readonly { name: string; starts: string; ends?: string }[]) {
  const firing = alerts.some(({ ends }) => ends === undefined);
  return {
    version: '4',
    groupKey: '{}/{severity="critical"}:{alertname="ProbeFailure"}',
    truncatedAlerts: 0,
    status: firing ? 'firing' : 'resolved',
    receiver: 'default',
    groupLabels: { alertname: 'ProbeFailure' },
    commonLabels: { alertname: 'ProbeFailure', service: 'api', severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example.com',
    alerts: alerts.map(({ name, starts, ends }) => ({
      status: ends === undefined ? 'firing' : 'resolved',
      labels: { alertname: 'ProbeFailure', instance: name, severity: 'critical' },
      annotations: { summary: 'The probe fails' },
      startsAt: starts,
      endsAt: ends ?? '0001-01-01T00:00:00Z',
      generatorURL: 'https://prometheus.example.com/graph',
      fingerprint: `57c6d929${name}`,
    })),
  };
}

test('Alertmanager: a group of alerts is one incident until all have ended', async () => {
  const made = await admin.call('operations.createAlertSource', {
    body: { kind: 'alertmanager', name: 'Production', unit, services: [{ name: 'api', service }] },
  });
  const bearer = { authorization: `Bearer ${made.token}` };
  const send = (body: unknown) => deliver(made.ref, body, bearer);
  const a = { name: 'a', starts: '2026-11-23T08:00:00.123456789Z' };
  const b = { name: 'b', starts: '2026-11-23T08:10:00Z' };

  const wrong = await deliver(made.ref, group([a]), { authorization: 'Bearer tla_wrong' });
  expect(wrong.status).toBe(401);
  expect((await deliver(made.ref, group([a]), {})).status).toBe(401);
  const before = (await incidents()).length;
  const [ref = ''] = (await send(group([a]))).body.incidents;
  await send(group([a]));
  await send(group([a, b]));
  expect(await incidents()).toHaveLength(before + 1);
  expect(await incident(ref)).toMatchObject({
    title: 'ProbeFailure',
    severity: 1,
    state: 'open',
    service: { ref: service },
    openedAt: '2026-11-23T08:00:00.123Z',
  });

  const aEnds = { ...a, ends: '2026-11-23T08:20:00Z' };
  const bEnds = { ...b, ends: '2026-11-23T08:30:00Z' };
  await send(group([aEnds, b]));
  expect((await incident(ref)).state).toBe('open');
  await send(group([aEnds, bEnds]));
  // A notification that was held up, and one that is repeated.
  await send(group([a, b]));
  await send(group([aEnds, bEnds]));
  const over = await incident(ref);
  expect(over).toMatchObject({ state: 'resolved', resolvedAt: '2026-11-23T08:30:00.000Z' });
  expect(over.notes).toHaveLength(4);

  // It fires again: another incident. Its end was never heard of before its beginning: resolved at once.
  const again = { name: 'a', starts: '2026-11-23T08:45:00Z' };
  const [next = ''] = (await send(group([again]))).body.incidents;
  expect(next).not.toBe(ref);
  await admin.call('operations.resolveIncident', { params: { id: next }, body: {} });
  await send(group([again]));
  expect((await incident(next)).state).toBe('resolved');
  const late = { name: 'c', starts: '2026-11-23T08:50:00Z', ends: '2026-11-23T08:55:00Z' };
  const [short = ''] = (await send(group([late]))).body.incidents;
  expect(await incident(short)).toMatchObject({
    state: 'resolved',
    resolvedAt: '2026-11-23T08:55:00.000Z',
  });

  // The token is a webhook's, and nobody's key.
  const response = await app.http.inject({ url: '/api/v1/incidents', headers: bearer });
  expect(response.statusCode).toBe(401);
  const { token } = await admin.call('operations.keepAlertSecret', {
    params: { id: made.ref },
    body: {},
  });
  expect((await send(group([again]))).status).toBe(401);
  const renewed = await deliver(made.ref, group([again]), { authorization: `Bearer ${token}` });
  expect(renewed.status).toBe(202);
  const kept = await app.database.pool.query<{ sealed_secret: string }>(
    'select sealed_secret from alert_source',
  );
  for (const { sealed_secret } of kept.rows) expect(sealed_secret).not.toContain(token ?? '-');
});
