import { parseReference, toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { tcpAddress } from '../../testing/tcp-address.ts';
import { readAddress } from './connection/connection-rules.ts';
import { queryConnection } from './connection/query-connection.ts';
import { readCsv } from './metric/upload-rules.ts';
import { sixTwelve } from './metric/trend-rules.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let otherUnit: Reference<'unit'>;
let warehouse: string;
let door: Awaited<ReturnType<typeof tcpAddress>>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const company = await admin.call('org.createUnit', {
    body: { name: 'Builder', level: 'company' },
  });
  const unitNamed = async (name: string) =>
    (
      await admin.call('org.createUnit', {
        body: { name, level: 'organisation', parent: company.ref },
      })
    ).ref;
  unit = await unitNamed('Project Tools');
  otherUnit = await unitNamed('Financials');
  // The program's own test database stands in for the customer's: any PostgreSQL server will do.
  door = await tcpAddress(app.database.options.connectionString ?? '');
  warehouse = door.address;
  await app.database.pool.query(
    `create table signups (day date, accounts integer);
     insert into signups values ('2026-11-20', 4), ('2026-11-21', 7)`,
  );
});
afterAll(async () => {
  await door.close();
  await app.stop();
});

type Source = NonNullable<Parameters<typeof define>[1]>;

const define = (
  title: string,
  source?:
    | { kind: 'entry' | 'api' | 'csv' }
    | { kind: 'insight'; insight: string; figure: string; parameters?: Record<string, never> }
    | { kind: 'sql'; connection: string; query: string },
  by: Caller = admin,
) =>
  by.call('catalog.createMetric', {
    body: {
      title,
      definition: 'Counted for a test',
      ownerUnit: unit,
      unit: 'accounts',
      direction: 'up',
      ...(source ? { source } : {}),
    },
  });

/** Asks the server to take a metric, and waits until it has tried. */
async function take(ref: string) {
  const params = { id: ref };
  const before = (await admin.call('catalog.getMetric', { params })).run?.at;
  app.clock.set(app.clock.now().add({ seconds: 1 }));
  await admin.call('catalog.takeMetric', { params });
  for (;;) {
    const view = await admin.call('catalog.getMetric', { params });
    if (view.run && view.run.at !== before) return view;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const connect = async (name: string, of?: string) =>
  (
    await admin.call('catalog.createConnection', {
      body: { name, address: warehouse, ...(of ? { unit: of } : {}) },
    })
  ).ref;

const sqlSource = (connection: string, query: string): Source => ({
  kind: 'sql',
  connection,
  query,
});

test('a query gives a metric its days and values; taking it again adds no entry', async () => {
  const connection = await connect('Warehouse');
  const { ref } = await define(
    'Signups',
    sqlSource(connection, 'select day, accounts as value from signups;  '),
  );
  const view = await take(ref);
  expect(view).toMatchObject({
    last: { on: '2026-11-21', value: 7 },
    change: 3,
    freshnessDays: 2,
    run: { error: null },
    source: { kind: 'sql', connection: { name: 'Warehouse' } },
  });
  await app.database.pool.query(`update signups set accounts = 5 where day = '2026-11-20'`);
  await take(ref);
  const { items } = await admin.call('catalog.listMetricValues', {
    params: { id: ref },
    query: { corrected: 'true' },
  });
  expect(items.map(({ on, value, via, current }) => [on, value, via, current])).toEqual([
    ['2026-11-21', 7, 'sql', true],
    ['2026-11-20', 5, 'sql', true],
    ['2026-11-20', 4, 'sql', false],
  ]);
});

test('a query that fails marks the metric and keeps its last value; the next good one clears it', async () => {
  const connection = await connect('Fragile');
  const { ref } = await define('Fragile', sqlSource(connection, 'select count(*) from signups'));
  expect((await take(ref)).last).toEqual({ on: '2026-11-23', value: 2 });
  await app.database.pool.query('alter table signups rename to enrolments');
  const failed = await take(ref);
  expect(failed.last).toEqual({ on: '2026-11-23', value: 2 });
  expect(failed.run?.error).toContain('relation "signups" does not exist');
  expect(
    (await admin.call('catalog.listMetrics', { query: { source: 'sql' } })).items.find(
      (row) => row.ref === ref,
    ),
  ).toMatchObject({ failing: true, last: { value: 2 } });
  await app.database.pool.query('alter table enrolments rename to signups');
  expect((await take(ref)).run?.error).toBeNull();
});

test('a query can only read, is one statement, and keeps to its time and its rows', async () => {
  const target = readAddress(warehouse);
  const ask = (query: string, limits?: { timeMs: number; rows: number }) =>
    queryConnection(target, query, limits);
  expect(await ask(`select nextval('ledger_id_seq')`)).toEqual({
    fault: 'The query would write; only reading is allowed.',
  });
  expect(await ask('select 1) as a; commit; delete from signups; --')).toHaveProperty('fault');
  expect(await ask('delete from signups returning 1')).toHaveProperty('fault');
  expect(await ask('select 1 as value, 2 as day -- with a remark')).toEqual({
    columns: ['value', 'day'],
    rows: [['1', '2']],
  });
  expect(await ask('select pg_sleep(60)', { timeMs: 100, rows: 10 })).toEqual({
    fault: 'The query took longer than 0.1 seconds.',
  });
  expect(await ask('select generate_series(1, 1001)')).toEqual({
    fault: 'The query answers more than 1000 rows.',
  });
  const all = await ask('select generate_series(1, 1000)');
  expect('rows' in all && all.rows.length).toBe(1000);
  const { rows } = await app.database.pool.query('select count(*)::integer as left from signups');
  expect(rows).toEqual([{ left: 2 }]);
});

test('what a query answers wrongly is said in words before anything is recorded', async () => {
  const connection = await connect('Tried');
  const tried = async (query: string) =>
    admin.call('catalog.testMetricSource', {
      body: { source: { kind: 'sql', connection, query } },
    });
  expect((await tried('select 1 where false')).problem).toBe('The query answers no row.');
  expect((await tried('select 1 as a, 2 as b')).problem).toContain('columns a, b');
  expect((await tried(`select '2026-11-24'::date as day, 1 as value`)).problem).toContain(
    'still to come',
  );
  expect((await tried(`select date '2026-11-01' as day, null as value`)).problem).toContain(
    'no number',
  );
  const twice = 'select day, 1 as value from signups union all select day, 2 from signups';
  expect((await tried(twice)).problem).toContain('stands twice');
  expect(await tried('select 41.5')).toEqual({
    values: [{ on: '2026-11-23', value: 41.5 }],
    count: 1,
    problem: null,
  });
});

test('a connection’s address is sealed, and only administrators see where it leads', async () => {
  const connection = await connect('Secret', unit);
  const editor = await app.member({
    roles: [{ role: 'editor', unit: parseReference(unit)?.id as Id<'unit'> }],
  });
  const mine = await editor.call('catalog.listConnections');
  expect(mine.items.map(({ ref, target }) => [ref, target])).toEqual([[connection, null]]);
  const all = await admin.call('catalog.listConnections');
  expect(all.items.find(({ ref }) => ref === connection)?.target?.host).toBe(
    readAddress(warehouse).host,
  );
  const { rows } = await app.database.pool.query<{ text: string }>(
    `select (metric_connection.*)::text as text from metric_connection
     union all select ledger.after::text from ledger`,
  );
  expect(rows.filter(({ text }) => text.includes('sslmode'))).toEqual([]);
});

test('only editors of a connection’s unit write queries for it, and administrators make connections', async () => {
  const connection = await connect('Theirs', otherUnit);
  const editor = await app.member({
    roles: [{ role: 'editor', unit: parseReference(unit)?.id as Id<'unit'> }],
  });
  const query = { kind: 'sql', connection, query: 'select 1' };
  expect(
    await editor.attempt('catalog.testMetricSource', { body: { source: query } }),
  ).toMatchObject({ status: 403 });
  const body = {
    title: 'Peeking',
    definition: 'x',
    ownerUnit: unit,
    unit: 'x',
    direction: 'up',
    source: query,
  };
  expect(await editor.attempt('catalog.createMetric', { body })).toMatchObject({ status: 403 });
  expect(
    await editor.attempt('catalog.createConnection', {
      body: { name: 'Mine', address: warehouse },
    }),
  ).toMatchObject({ status: 403 });
});

test('a connection that a metric uses stays', async () => {
  const connection = await connect('Used');
  const { ref } = await define('User', sqlSource(connection, 'select 1'));
  const params = { id: connection };
  expect(await admin.attempt('catalog.deleteConnection', { params })).toMatchObject({
    status: 409,
    body: { code: 'in_use' },
  });
  await admin.call('catalog.changeMetric', {
    params: { id: ref },
    body: { source: { kind: 'entry' } },
    ifMatch: 1,
  });
  await admin.call('catalog.deleteConnection', { params });
});

test.each([
  ['mysql://u:p@db.example/x'],
  ['postgres://u:p@/x?host=/var/run/postgresql'],
  ['postgres://u:p@%2Fvar%2Frun/x'],
  ['postgres://u:p@one.example,two.example/x'],
  ['postgres://u:p@db.example/x?host=other.example'],
  ['postgres://u:p@db.example/x?sslmode=prefer'],
  ['postgres://db.example/x'],
  ['postgres://u:p@db.example'],
])('the address %s is refused', (address) => {
  expect(() => readAddress(address)).toThrow(
    /postgres:|one host|only parameter|sslmode is|missing/,
  );
});

test('an address without sslmode asks the host to prove its name', () => {
  expect(readAddress('postgres://reader:p%40ss@DB.example/facts')).toEqual({
    host: 'db.example',
    port: 5432,
    database: 'facts',
    user: 'reader',
    password: 'p@ss',
    tls: 'verify-full',
  });
});

test('a metric follows a figure of an insight, as old as the figure is', async () => {
  const counted = await define('Counted by hand');
  await admin.call('catalog.recordMetricValue', {
    params: { id: counted.ref },
    body: { on: '2026-11-19', value: 12 },
  });
  const { ref } = await define('Follower', {
    kind: 'insight',
    insight: 'catalog.snapshot',
    figure: counted.ref,
  });
  expect(await take(ref)).toMatchObject({ last: { on: '2026-11-19', value: 12 }, stale: true });
});

test('a metric does not tell what only some members may see', async () => {
  const hidden = await define('Hidden');
  await admin.call('catalog.recordMetricValue', {
    params: { id: hidden.ref },
    body: { on: '2026-11-22', value: 99 },
  });
  await app.database.pool.query(
    `update entity set restricted = true where title = 'Hidden' and kind = 'metric'`,
  );
  const { ref } = await define('Leak', {
    kind: 'insight',
    insight: 'catalog.snapshot',
    figure: hidden.ref,
  });
  const view = await take(ref);
  expect(view.last).toBeNull();
  expect(view.run?.error).toContain('no figure');
});

test('nobody records what the server takes', async () => {
  const { ref } = await define('Taken', {
    kind: 'insight',
    insight: 'catalog.snapshot',
    figure: 'features.available',
  });
  const answer = await admin.attempt('catalog.recordMetricValue', {
    params: { id: ref },
    body: { on: '2026-11-20', value: 1 },
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const unknown = await admin.attempt('catalog.changeMetric', {
    params: { id: ref },
    body: { source: { kind: 'insight', insight: 'catalog.nothing', figure: 'x' } },
    ifMatch: 1,
  });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'insight.unknown' } });
});

test('a file is checked row by row, and recorded whole or not at all', async () => {
  const { ref } = await define('Uploaded', { kind: 'csv' });
  const params = { id: ref };
  const faulty = 'day,value,note\n2026-11-01,10,\n2026-11-31,11,\n2026-11-02,ten,"so, ten"\n';
  const checked = await admin.call('catalog.checkMetricCsv', { params, body: { csv: faulty } });
  expect(checked.rows.map(({ line, effect, fault }) => [line, effect, fault])).toEqual([
    [2, 'new', null],
    [3, 'refused', '“2026-11-31” is no day; write it as 2026-11-23.'],
    [4, 'refused', '“ten” is no number; write it as 1234.5.'],
  ]);
  const refused = await admin.attempt('catalog.importMetricCsv', { params, body: { csv: faulty } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  expect((await admin.call('catalog.getMetric', { params })).last).toBeNull();

  const good = 'day;value;note\r\n2026-11-01;10;"first ""real"" day"\r\n2026-11-02;11;\r\n';
  expect(await admin.call('catalog.importMetricCsv', { params, body: { csv: good } })).toEqual({
    recorded: 2,
    unchanged: 0,
  });
  const exported = await app.http.inject({
    url: `/api/v1/metrics/${ref}/values.csv`,
    headers: { authorization: `Bearer ${admin.key}` },
  });
  expect(exported.body).toContain('2026-11-01,10,"first ""real"" day",csv');
  const back = { params, body: { csv: exported.body } };
  expect(await admin.call('catalog.importMetricCsv', back)).toEqual({ recorded: 0, unchanged: 2 });
  const again = await admin.call('catalog.importMetricCsv', {
    params,
    body: { csv: good.replace('11;', '12;') },
  });
  expect(again).toEqual({ recorded: 1, unchanged: 1 });
});

test('a file that is no table of days says so in its first row', () => {
  const today = Temporal.PlainDate.from('2026-11-23');
  const faults = (text: string) => readCsv(text, today).map(({ fault }) => fault);
  expect(faults('a,b\n1,2')).toEqual([
    'The first line must name the columns: day,value or day,value,note.',
  ]);
  expect(
    faults('\uFEFFday,value\n2026-11-23,1\n\n2026-11-23,2\n2026-11-24,3\n2026-11-01,1,2'),
  ).toEqual([
    null,
    '2026-11-23 stands in line 2 already.',
    '2026-11-24 is still to come.',
    'This row has 3 cells; there are 2 columns.',
  ]);
});

test('a key of the scope metrics pushes values and does nothing else', async () => {
  const { ref } = await define('Pushed', { kind: 'api' });
  const { key } = await admin.call('access.createApiKey', {
    body: { name: 'pusher', scopes: ['metrics:write'] },
  });
  const headers = { authorization: `Bearer ${key}` };
  const push = await app.http.inject({
    method: 'POST',
    url: '/api/v1/metric-values',
    headers,
    payload: { values: [{ metric: ref, on: '2026-11-22', value: 3 }] },
  });
  expect(push.statusCode).toBe(201);
  const define2 = await app.http.inject({
    method: 'POST',
    url: '/api/v1/metrics',
    headers,
    payload: {},
  });
  expect(define2.json()).toMatchObject({ status: 403, code: 'forbidden' });
  const { items } = await admin.call('catalog.listMetricValues', { params: { id: ref } });
  expect(items).toMatchObject([{ value: 3, via: 'api' }]);
});

test('six weeks and twelve months hold each period’s last value over the year before', () => {
  // Monday 2026-11-16 begins the week before today’s; 52 weeks earlier is Monday 2025-11-17.
  const chart = sixTwelve(
    { key: 'm', title: 'M', unit: 'x', target: 9 },
    [
      { on: '2025-11-18', value: 1 },
      { on: '2026-10-31', value: 2 },
      { on: '2026-11-16', value: 3 },
      { on: '2026-11-22', value: 4 },
    ],
    Temporal.PlainDate.from('2026-11-23'),
    { weeks: 2, months: 2 },
  );
  expect(Object.fromEntries(chart.series.map(({ key, points }) => [key, points]))).toEqual({
    weeks: [
      { at: '2026-11-16', value: 4 },
      { at: '2026-11-23', value: null },
    ],
    months: [
      { at: '2026-10-01', value: 2 },
      { at: '2026-11-01', value: 4 },
    ],
    'weeks-last-year': [
      { at: '2025-11-17', value: 1 },
      { at: '2025-11-24', value: null },
    ],
    'months-last-year': [
      { at: '2025-10-01', value: null },
      { at: '2025-11-01', value: 1 },
    ],
  });
  expect(chart).toMatchObject({ form: 'six-twelve', target: 9 });
});

test('metrics are filtered by how they stand, as their own pages judge it', async () => {
  const standings = ['stale', 'on-target', 'off-target'] as const;
  for (const standing of standings) {
    const { items } = await admin.call('catalog.listMetrics', { query: { standing, limit: 200 } });
    for (const row of items) {
      expect(row.stale, row.title).toBe(standing === 'stale');
      if (standing !== 'stale') expect(row.onTarget, row.title).toBe(standing === 'on-target');
    }
  }
});

test('the unit’s head is told of a stale metric, with the act that takes it', async () => {
  const head = await app.member({ name: 'Hope' });
  const { ref } = await define('Unfed', {
    kind: 'insight',
    insight: 'catalog.snapshot',
    figure: 'features.available',
  });
  const before = await head.call('platform.getHome');
  expect(before.needs.filter(({ entity }) => entity?.ref === ref)).toEqual([]);
  await admin.call('org.createLeadership', {
    body: {
      unit,
      title: 'Head of Project Tools',
      head: true,
      person: toReference('person', head.person ?? ''),
    },
  });
  const home = await head.call('platform.getHome');
  expect(home.needs.find(({ entity }) => entity?.ref === ref)).toMatchObject({
    says: 'No value yet',
    act: { operation: 'catalog.takeMetric', params: { id: ref } },
  });
});

test('a day counts from when it begins at UTC+14, whatever way its value comes', async () => {
  // 12:00 in London is 02:00 of the 24th on Kiritimati; the 25th has begun nowhere.
  app.clock.set(Temporal.Instant.from('2026-11-23T12:00:00Z'));
  const connection = await connect('Ahead');
  const { ref } = await define('Ahead');
  const params = { id: ref };
  const typed = (on: string) =>
    admin.attempt('catalog.recordMetricValue', { params, body: { on, value: 1 } });
  const uploaded = (on: string) =>
    admin.attempt('catalog.importMetricCsv', { params, body: { csv: `day,value\n${on},2` } });
  const queried = async (on: string) => {
    const query = `select date '${on}' as day, 3 as value`;
    const source = { kind: 'sql' as const, connection, query };
    return (await admin.call('catalog.testMetricSource', { body: { source } })).problem;
  };
  expect(await typed('2026-11-25')).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  expect(await uploaded('2026-11-25')).toMatchObject({ status: 422 });
  expect(await queried('2026-11-25')).toContain('still to come');

  expect((await typed('2026-11-24')).status).toBe(201);
  expect((await uploaded('2026-11-24')).status).toBeLessThan(300);
  expect(await queried('2026-11-24')).toBeNull();
  const view = await admin.call('catalog.getMetric', { params });
  expect(view).toMatchObject({ last: { on: '2026-11-24', value: 2 }, ageDays: 0, stale: false });
});
