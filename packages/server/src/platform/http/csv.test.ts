import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { createEntity } from '../entities/entity.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;

const get = (address: string, key: string) =>
  app.http.inject({ url: address, headers: { authorization: `Bearer ${key}` } });

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Ada' });
  const created = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Field, "Tools"', state: 'active' }),
  );
  unit = toReference('unit', created.id);
});
afterAll(() => app.stop());

test('a list answers all of its rows as CSV, however many pages they are', async () => {
  await app.write(async (context) => {
    for (let index = 0; index < 450; index++) {
      await createEntity(context, { kind: 'unit', title: `Unit ${index}`, state: 'active' });
    }
  });
  const answer = await get('/api/v1/entities.csv?kind=unit', admin.key);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="entities.csv"');
  const lines = answer.body.split('\r\n');
  // A header, 451 units in three pages of 200, and nothing after the last line's end.
  expect(lines).toHaveLength(453);
  expect(lines.at(-1)).toBe('');
  expect(new Set(lines).size).toBe(453);
});

test('it follows the list’s filters, with names and references side by side', async () => {
  const make = (title: string, body: object = {}) =>
    admin.call('strategy.createInitiative', { body: { title, ownerUnit: unit, ...body } });
  const wanted = await make('Faster drawings', { stage: 'building', from: '2027-02-01' });
  await make('An idea');
  const { body } = await get('/api/v1/initiatives.csv?stage=building', admin.key);
  const [row] = (await admin.call('strategy.listInitiatives', { query: { stage: 'building' } }))
    .items;
  expect(body).toBe(
    [
      'ref,title,stage,health,healthReason,ownerUnit,ownerUnit.ref,owner,owner.ref,from,to,updatedAt',
      `${wanted.ref},Faster drawings,building,,,"Field, ""Tools""",${unit},,,2027-02-01,,${row?.updatedAt}`,
      '',
    ].join('\r\n'),
  );
});

test('text that a spreadsheet would run is defused, and negative numbers stay numbers', async () => {
  const objective = await admin.call('strategy.createObjective', {
    body: { title: '@SUM(A1)', ownerUnit: unit, commitment: 'committed', fiscalYear: 2027 },
  });
  await admin.call('strategy.createKeyResult', {
    body: {
      title: '=1+1',
      objective: objective.ref,
      baseline: -5,
      target: 5,
      direction: 'up',
      unit: '-',
    },
  });
  const { body } = await get('/api/v1/key-results.csv', admin.key);
  // The unit's name has a comma of its own.
  const [header = '', line = ''] = body.replace('"Field, ""Tools"""', 'Field').split('\r\n');
  const cell = (name: string) => line.split(',').at(header.split(',').indexOf(name));
  expect(cell('title')).toBe("'=1+1");
  expect(cell('objective')).toBe("'@SUM(A1)");
  expect(cell('baseline')).toBe('-5');
  expect(cell('unit')).toBe("'-");
});

test('several of something in one row are parted by semicolons', async () => {
  const company = await admin.call('org.createUnit', {
    body: { name: 'Company', level: 'company' },
  });
  const person = await admin.call('org.createPerson', {
    body: { name: 'Grace', unit: company.ref, title: 'Engineer' },
  });
  const part = await admin.call('org.createUnit', {
    body: { name: 'Platform', level: 'organisation', parent: company.ref },
  });
  await admin.call('org.createMembership', {
    body: { person: person.ref, unit: part.ref, title: 'Lead' },
  });
  const { body } = await get('/api/v1/people.csv?q=grace', admin.key);
  const [header, line] = body.split('\r\n');
  expect(header).toBe('ref,name,email,state,units,posts');
  expect(line).toBe(`${person.ref},Grace,,active,"Company, Engineer; Platform, Lead",`);
});

test('nobody finds in it what the list would hide, and refusals are problem documents', async () => {
  await app.write((context) =>
    createEntity(context, {
      kind: 'initiative',
      title: 'Quokka',
      state: 'idea',
      restricted: true,
    }),
  );
  const reader = await app.member({ name: 'Rob' });
  const { body } = await get('/api/v1/entities.csv?kind=initiative', reader.key);
  expect(body).toContain('Faster drawings');
  expect(body).not.toContain('Quokka');
  const nobody = await app.http.inject('/api/v1/initiatives.csv');
  expect(nobody.statusCode).toBe(401);
  const wrong = await get('/api/v1/initiatives.csv?stage=nonsense', admin.key);
  expect(wrong.statusCode).toBe(422);
  expect(wrong.headers['content-type']).toContain('application/problem+json');
  const hidden = await get(
    `/api/v1/initiatives.csv?priority=${toReference('priority', '01900000-0000-7000-8000-000000000000')}`,
    admin.key,
  );
  expect(hidden.statusCode).toBe(404);
});
