import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ooxmlFaults } from '../../../../../../test/support/ooxml-faults.ts';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const ownFiles =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

let app: TestApp;
let admin: Caller;
let reader: Caller;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
  const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
  await app.write((context) => applyImport(context, app.importers, documents));
});
afterAll(() => app.stop());

test('a month and a change later each export of a frozen pack is the same, byte for byte', async () => {
  const { items } = await admin.call('rhythm.listCadences', { query: { limit: 200 } });
  const cadence = items.find(({ key }) => key.includes('product-monthly'))?.ref;
  if (!cadence) throw new Error('the shipped organisation holds a monthly product review');
  const review = await admin.call('rhythm.createReview', {
    body: { cadence, startsAt: '2026-11-24T16:00:00.000Z' },
  });
  const { ref } = review;
  const ownerUnit = (await admin.call('org.listUnits', {})).items[0]?.ref ?? '';
  const metric = await admin.call('catalog.createMetric', {
    body: {
      title: 'Activation',
      definition: 'Counted daily',
      unit: '%',
      direction: 'up',
      target: 90,
      freshnessDays: 30,
      ownerUnit,
    },
  });
  const enter = (on: string, value: number) =>
    admin.call('catalog.recordMetricValue', {
      params: { id: metric.ref },
      body: { on, value, note: '' },
    });
  await enter('2026-11-20', 58);
  await enter('2026-11-22', 61);
  const { sha256 } = await admin.call('rhythm.freezeReview', {
    params: { id: ref },
    ifMatch: review.revision,
  });
  const file = async (ending: string) => {
    const headers = { authorization: `Bearer ${reader.key}` };
    const url = `/api/v1/reviews/${ref}/pack.${ending}`;
    const answer = await app.http.inject({ method: 'GET', url, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['x-content-sha256']).toBe(sha256);
    return { bytes: answer.rawPayload, type: answer.headers['content-type'] };
  };
  const endings = ['md', 'pdf', 'pptx'];
  const first = await Promise.all(endings.map(file));
  expect(first.map(({ type }) => type)).toEqual([
    'text/markdown; charset=utf-8',
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ]);
  expect(first[0]?.bytes.toString()).toContain('| 22 Nov 2026 | 61 | 90 |');
  expect(first[0]?.bytes.toString()).toContain(sha256);
  expect(ooxmlFaults(first[2]?.bytes ?? new Uint8Array())).toEqual([]);

  app.clock.set(Temporal.Instant.from('2026-12-23T09:00:00Z'));
  await enter('2026-12-20', 72);
  const later = await Promise.all(endings.map(file));
  later.forEach(({ bytes }, index) =>
    expect(bytes.equals(first[index]?.bytes ?? bytes.subarray(1))).toBe(true),
  );
});
