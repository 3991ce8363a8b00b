import { toReference, type Reference } from '@throughline/contract';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importAtStart, readOrganisation } from '../../platform/import/import-at-start.ts';
import { applyImport, planImport } from '../../platform/import/apply-import.ts';
import type { ImportDocument } from '../../platform/import/importer.ts';
import { readDocument } from '../../platform/import/parse-document.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { calendar, headOf, membersOf, roleHolder, unitByKey } from './index.ts';
import { importOrganisation } from './import-organisation.ts';
import { turnDay } from './jobs.ts';

const folder = fileURLToPath(new URL('../../../../../organisations/procore/', import.meta.url));

let app: TestApp;
let admin: Caller;
let documents: ImportDocument[];

const own = (all: readonly ImportDocument[]) =>
  all.filter(({ file }) => importOrganisation.files.includes(file));
const given = (all: readonly ImportDocument[]) => all.map(({ file, text }) => ({ file, text }));
const editedText = (file: string, from: string, to: string) =>
  own(documents).map((document) => {
    if (document.file !== file) return document;
    expect(document.text).toContain(from);
    return readDocument(file, document.text.replace(from, to));
  });

async function unitRef(key: string): Promise<Reference<'unit'>> {
  const id = await unitByKey(app.database.db, key);
  if (!id) throw new Error(`no unit ${key}`);
  return toReference('unit', id);
}

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T20:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  documents = await readOrganisation(folder);
  await app.write((context) => applyImport(context, [importOrganisation], own(documents)));
});
afterAll(() => app.stop());

test('a search for Resource Management finds the unit, and its page names its head', async () => {
  const found = await admin.call('entities.search', { query: { q: 'Resource Management' } });
  const unit = found.items.find(
    ({ kind, title }) => kind === 'unit' && title === 'Resource Management',
  );
  expect(unit?.ref).toBe(await unitRef('resource-management'));
  const page = await admin.call('org.getUnit', { params: { id: unit?.ref ?? '' } });
  expect(page.posts).toMatchObject([
    { title: 'Head of Resource Management', head: true, person: { name: 'Hemendra Pal' } },
  ]);
  expect(page.path.map(({ name }) => name)).toEqual([
    'Procore',
    'Product & Technology',
    'Engineering',
  ]);
  expect(page).toMatchObject({ level: 'group', people: 1, peopleBelow: 1, state: 'active' });
});

test('the chart has the four parts of P&T, the four groups of Engineering and the vacancies', async () => {
  const chart = await admin.call('org.getChart', {});
  const under = (key: string) => {
    const parent = chart.units.find((unit) => unit.key === key);
    return chart.units.filter((unit) => unit.parent === parent?.ref).map(({ name }) => name);
  };
  expect(chart.asOf).toBe('2026-11-23');
  expect(under('procore')).toEqual(['Corporate Strategy', 'Product & Technology']);
  expect(under('product-and-technology')).toEqual([
    'Engineering',
    'Product and Design',
    'Data Tech and Security',
    'Portfolio and Enablement',
  ]);
  expect(under('engineering')).toEqual([
    'Preconstruction, Financials & Core SaaS',
    'Construction Intel & Runtime Platform',
    'Resource Management',
    'Project Execution',
  ]);
  const engineering = chart.units.find(({ key }) => key === 'engineering');
  expect(engineering).toMatchObject({ vacancies: 1, people: 0, peopleBelow: 4, depth: 2 });
  // 16 posts of leadership.yaml less the four heads of groups.
  const vacant = chart.units.reduce((sum, unit) => sum + unit.vacancies, 0);
  expect(vacant).toBe(12);
  const insight = await admin.call('insights.runInsight', { params: { key: 'org.vacancies' } });
  expect(insight.says).toBe('12 of 16 posts are vacant.');
  expect(insight.rows).toContainEqual({
    unit: 'Product & Technology',
    post: 'Head of P&T',
    since: null,
  });
});

test('layers are counted: company, P&T, part, group', async () => {
  const insight = await admin.call('insights.runInsight', {
    params: { key: 'org.span-and-layers' },
  });
  // Procore has 2 units, P&T 4, Engineering 4: 10 / 3.
  expect(insight.says).toBe('11 units in 4 layers; a unit that has units has 3.3 of them.');
});

test('importing the same files again changes nothing', async () => {
  const again = await app.write((context) =>
    applyImport(context, [importOrganisation], own(documents)),
  );
  expect(again).toMatchObject({ created: 0, changed: 0, ended: 0, changes: [] });
  expect(again.unchanged).toBe(1 + 1 + 11 + 4 + 4 + 16);
});

test('what the export writes is imported without a change', async () => {
  const exported = await admin.call('imports.exportOrganisation', {});
  const plan = await admin.call('imports.planImport', {
    body: {
      documents: exported.documents.filter(({ file }) => importOrganisation.files.includes(file)),
    },
  });
  expect(plan.changes).toEqual([]);
});

test('a plan says what would change and changes nothing; it is applied as planned, or not at all', async () => {
  const edited = editedText('units.yaml', 'name: Project Execution', 'name: Project Delivery');
  const plan = await admin.call('imports.planImport', { body: { documents: given(edited) } });
  expect(plan.changes).toEqual([
    {
      file: 'units.yaml',
      key: 'project-execution',
      title: 'Project Delivery',
      what: 'changed',
      says: 'changes name',
    },
  ]);
  const id = await unitRef('project-execution');
  expect((await admin.call('org.getUnit', { params: { id } })).title).toBe('Project Execution');

  const other = await admin.attempt('imports.applyImport', {
    body: { documents: given(own(documents)), hash: plan.hash },
  });
  expect(other).toMatchObject({ status: 409, body: { code: 'import.plan_changed' } });

  await admin.call('imports.applyImport', { body: { documents: given(edited), hash: plan.hash } });
  expect((await admin.call('org.getUnit', { params: { id } })).title).toBe('Project Delivery');
  await app.write((context) => applyImport(context, [importOrganisation], own(documents)));
  expect((await admin.call('org.getUnit', { params: { id } })).title).toBe('Project Execution');
});

test('the import at the start loads a file once, so that a restart takes no change back', async () => {
  const start = () =>
    app.write((context) => importAtStart(context, [importOrganisation], documents));
  expect(await start()).toMatchObject({ created: 0, changed: 0, ended: 0 });
  const params = { id: await unitRef('project-execution') };
  const rename = async (name: string) => {
    const { revision } = await admin.call('org.getUnit', { params });
    await admin.call('org.changeUnit', { params, body: { name }, ifMatch: revision });
  };
  await rename('Renamed here');
  expect(await start()).toBeUndefined();
  expect((await admin.call('org.getUnit', { params })).title).toBe('Renamed here');
  await rename('Project Execution');
});

test('a reference to nothing, an unknown field and a circle are refused with file, record and field', async () => {
  const faults = async (file: string, from: string, to: string) => {
    const answer = await admin.attempt('imports.planImport', {
      body: { documents: given(editedText(file, from, to)) },
    });
    expect(answer.status).toBe(422);
    return answer.body['errors'];
  };
  expect(await faults('leadership.yaml', 'person: hemendra-pal', 'person: nobody')).toMatchObject([
    {
      file: 'leadership.yaml',
      record: 'head-of-resource-management',
      field: 'person',
      message: '“nobody” is no person',
    },
  ]);
  expect(
    await faults('people.yaml', 'name: Beth Daggert', 'name: Beth Daggert\n    nick: B'),
  ).toMatchObject([{ file: 'people.yaml', record: 'beth-daggert' }]);
  const inCircle = 'key: engineering\n    kind: part\n    name: Engineering\n    parent: ';
  expect(
    await faults(
      'units.yaml',
      `${inCircle}product-and-technology`,
      `${inCircle}resource-management`,
    ),
  ).toMatchObject([{ file: 'units.yaml', field: 'parent' }]);
});

test('what is left out of a file is planned to end, and a file that is missing says nothing', async () => {
  const fewer = own(documents).map((document) =>
    document.file === 'memberships.yaml'
      ? readDocument(document.file, 'memberships: []')
      : document,
  );
  const plan = await app.write((context) => planImport(context, [importOrganisation], fewer));
  expect(plan).toMatchObject({ ended: 4, created: 0, changed: 0 });
  const without = own(documents).filter(({ file }) => file !== 'memberships.yaml');
  const other = await app.write((context) => planImport(context, [importOrganisation], without));
  expect(other.changes).toEqual([]);
});

test('the calendar, a vacancy and a holder are there for other domains', async () => {
  const { db } = app.database;
  const reckoned = await calendar(db);
  expect(reckoned).toMatchObject({
    timeZone: 'America/Los_Angeles',
    fiscal: { pattern: 'month', startMonth: 1, yearName: 'start' },
  });
  expect(reckoned.holidays).toContainEqual({ date: '2026-11-26', name: 'Thanksgiving Day' });
  expect(await roleHolder(db, 'head-of-pt', '2026-11-23')).toMatchObject({
    title: 'Head of P&T',
    person: null,
  });
  expect(await roleHolder(db, 'no-such-post', '2026-11-23')).toBeUndefined();
  const group = await unitByKey(db, 'project-execution');
  if (!group) throw new Error('no group');
  expect((await headOf(db, group, '2026-11-23'))?.person?.name).toBe('Hisham Younis');
  const engineering = await unitByKey(db, 'engineering');
  expect(await membersOf(db, engineering ?? group, '2026-11-23')).toHaveLength(4);
});

test('a reorganisation shows from its day on, and the views of earlier days keep what was', async () => {
  const team = await admin.call('org.createUnit', {
    body: { name: 'Scheduling', level: 'team', parent: await unitRef('resource-management') },
  });
  const from = await unitRef('resource-management');
  const to = await unitRef('project-execution');
  await admin.call('org.moveUnit', {
    params: { id: team.ref },
    body: { parent: to, on: '2027-01-04' },
    ifMatch: team.revision,
  });
  const parentOn = async (asOf?: string) => {
    const { items } = await admin.call('org.listUnits', { query: asOf ? { asOf } : {} });
    return items.find(({ ref }) => ref === team.ref)?.parent;
  };
  expect(await parentOn('2026-01-01')).toBe(from);
  expect(await parentOn()).toBe(from);
  expect(await parentOn('2027-01-03')).toBe(from);
  expect(await parentOn('2027-01-04')).toBe(to);
  const page = await admin.call('org.getUnit', {
    params: { id: team.ref },
    query: { asOf: '2027-02-01' },
  });
  expect(page.parents.map(({ unit, since, until }) => [unit.ref, since, until])).toEqual([
    [from, null, '2027-01-04'],
    [to, '2027-01-04', null],
  ]);

  const circle = await admin.attempt('org.moveUnit', {
    params: { id: from },
    body: { parent: team.ref, on: '2026-12-01' },
    ifMatch: (await admin.call('org.getUnit', { params: { id: from } })).revision,
  });
  expect(circle).toMatchObject({ status: 422, body: { code: 'org.level_not_allowed' } });

  await admin.call('org.closeUnit', {
    params: { id: team.ref },
    body: { on: '2027-03-01' },
    ifMatch: page.revision,
  });
  expect(await parentOn('2027-02-28')).toBe(to);
  expect(await parentOn('2027-03-01')).toBeUndefined();
});

test('teams cannot be moved into a circle, not even one of the future', async () => {
  const parent = await unitRef('project-execution');
  const make = async (name: string) =>
    admin.call('org.createUnit', { body: { name, level: 'team', parent } });
  const one = await make('One');
  const other = await make('Other');
  await admin.call('org.moveUnit', {
    params: { id: one.ref },
    body: { parent: other.ref, on: '2027-06-01' },
    ifMatch: 1,
  });
  const attempt = await admin.attempt('org.moveUnit', {
    params: { id: other.ref },
    body: { parent: one.ref, on: '2026-12-01' },
    ifMatch: 1,
  });
  expect(attempt).toMatchObject({ status: 409, body: { code: 'entity.circular' } });
});

test('nobody is in a unit twice on a day, and a post has one holder; a successor may follow', async () => {
  const unit = await unitRef('data-tech-and-security');
  const { ref: person } = await admin.call('org.createPerson', {
    body: { name: 'Grace', email: 'grace@example.com' },
  });
  const first = await admin.call('org.createMembership', {
    body: { person, unit, since: '2026-01-01' },
  });
  const again = await admin.attempt('org.createMembership', {
    body: { person, unit, since: '2027-01-01' },
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'org.overlap' } });
  await admin.call('org.endMembership', { params: { id: first.ref }, body: { on: '2027-01-01' } });
  await admin.call('org.createMembership', {
    body: { person, unit, since: '2027-01-01', title: 'Analyst' },
  });

  const secondHead = await admin.attempt('org.createLeadership', {
    body: { unit, title: 'Chief of DTS', head: true, person },
  });
  expect(secondHead).toMatchObject({ status: 409, body: { code: 'org.overlap' } });

  const { items } = await admin.call('org.listLeaderships', { query: { unit } });
  const vacancy = items.find(({ key }) => key === 'head-of-dts');
  await admin.call('org.handOverLeadership', {
    params: { id: vacancy?.ref ?? '' },
    body: { person, on: '2026-12-01' },
  });
  const { db } = app.database;
  expect((await roleHolder(db, 'head-of-dts', '2026-11-30'))?.person).toBeNull();
  expect((await roleHolder(db, 'head-of-dts', '2026-12-01'))?.person?.name).toBe('Grace');
  const page = await admin.call('org.getPerson', { params: { id: person } });
  expect(page.memberships.map(({ since, until }) => [since, until])).toEqual([
    ['2026-01-01', '2027-01-01'],
    ['2027-01-01', null],
  ]);
  expect(page.posts).toMatchObject([
    { title: 'Head of Data Tech and Security', since: '2026-12-01' },
  ]);
});

test('the directory is searched by a part of the name and read page by page; its export is CSV', async () => {
  const found = await admin.call('org.listPeople', { query: { q: 'emend' } });
  expect(found.items).toMatchObject([
    {
      name: 'Hemendra Pal',
      units: [{ unit: { name: 'Resource Management' } }],
      posts: [{ head: true }],
    },
  ]);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await admin.call('org.listPeople', {
      query: { limit: 2, ...(cursor ? { cursor } : {}) },
    });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(names).toEqual(names.toSorted());
  expect(names).toContain('Ada');
  const inEngineering = await admin.call('org.listPeople', {
    query: { unit: await unitRef('engineering') },
  });
  expect(inEngineering.items.map(({ name }) => name)).toEqual([
    'Beth Daggert',
    'Bryan Wasicek',
    'Hemendra Pal',
    'Hisham Younis',
  ]);
});

test('an editor of a unit changes it and what is below it, and nothing beside it', async () => {
  const engineering = await unitByKey(app.database.db, 'engineering');
  if (!engineering) throw new Error('no unit');
  const editor = await app.member({ roles: [{ role: 'editor', unit: engineering }] });
  const reader = await app.member();
  const below = await unitRef('project-execution');
  const beside = await unitRef('product-and-design');
  const change = { body: { shortName: 'PX' } };
  const { revision } = await editor.call('org.getUnit', { params: { id: below } });
  const changed = await editor.attempt('org.changeUnit', {
    ...change,
    params: { id: below },
    ifMatch: revision,
  });
  expect(changed.status).toBe(200);
  const refused = await editor.attempt('org.changeUnit', {
    ...change,
    params: { id: beside },
    ifMatch: 1,
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const none = await reader.attempt('org.createUnit', {
    body: { name: 'Mine', level: 'team', parent: below },
  });
  expect(none.status).toBe(403);
  expect(
    (await reader.attempt('imports.planImport', { body: { documents: given(own(documents)) } }))
      .status,
  ).toBe(403);
  const nowhere = await admin.attempt('org.getUnit', {
    params: { id: below.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
  });
  expect(nowhere.status).toBe(404);
});

test('a person changes their own name, and nobody else’s', async () => {
  const me = await app.member({ name: 'Mia' });
  if (!me.person) throw new Error('no person');
  const id = toReference('person', me.person);
  await me.call('org.changePerson', { params: { id }, body: { name: 'Mia M' }, ifMatch: 1 });
  const own = await me.attempt('org.changePerson', {
    params: { id },
    body: { state: 'left' },
    ifMatch: 2,
  });
  expect(own.status).toBe(403);
  const { items } = await me.call('org.listPeople', { query: { q: 'Grace' } });
  const other = await me.attempt('org.changePerson', {
    params: { id: items[0]?.ref ?? '' },
    body: { name: 'X' },
    ifMatch: 1,
  });
  expect(other.status).toBe(403);
});

test('neither a unit nor a person can be hidden from the members', async () => {
  const { ref: person } = await admin.call('org.createPerson', { body: { name: 'Known to all' } });
  for (const ref of [await unitRef('engineering'), person]) {
    const { revision } = await admin.call('entities.getEntity', { params: { ref } });
    const answer = await admin.attempt('entities.setReaders', {
      params: { ref },
      body: { restricted: true, readers: [toReference('identity', admin.identity)] },
      ifMatch: revision,
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: 'Units and people are known to every member.' },
    });
  }
});

test('a unit page lists what the unit owns', async () => {
  const owner = await unitRef('product-and-technology');
  const principle = await admin.call('org.createPrinciple', {
    body: { statement: 'Decide once', owner, since: '2026-11-01' },
  });
  const owned = await admin.call('org.listOwned', { params: { id: owner } });
  expect(owned.items).toMatchObject([{ ref: principle.ref, title: 'Decide once' }]);
  const page = await admin.call('org.getUnit', { params: { id: owner } });
  expect(page.owns).toEqual([{ kind: 'principle', count: 1 }]);
  expect((await admin.call('org.listPrinciples', { query: { asOf: '2026-10-31' } })).items).toEqual(
    [],
  );
  expect((await admin.call('org.listPrinciples', {})).items).toHaveLength(1);
});

test('a unit closes by itself on its day', async () => {
  const team = await admin.call('org.createUnit', {
    body: {
      name: 'Short-lived',
      level: 'team',
      parent: await unitRef('engineering'),
      until: '2026-12-24',
    },
  });
  app.clock.set(Temporal.Instant.from('2026-12-24T07:59:00Z')); // the 23rd in Los Angeles
  const later = await app.member();
  await app.write(turnDay);
  expect((await later.call('entities.getEntity', { params: { ref: team.ref } })).state).toBe(
    'active',
  );
  app.clock.set(Temporal.Instant.from('2026-12-24T08:00:00Z'));
  await app.write(turnDay);
  expect((await later.call('entities.getEntity', { params: { ref: team.ref } })).state).toBe(
    'closed',
  );
});
