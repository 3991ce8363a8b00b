import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { readDocument } from '../../../platform/import/parse-document.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let member: Caller;

const shipped = new URL('../../../../../../organisations/procore/', import.meta.url).pathname;
const own = ['organisation.yaml', 'units.yaml', 'people.yaml', 'programs.yaml', 'holidays.yaml'];

beforeAll(async () => {
  app = await createTestApp();
  const documents = (await readOrganisation(shipped)).filter(({ file }) => own.includes(file));
  await app.write((context) => applyImport(context, app.importers, documents));
  member = await app.member();
});
afterAll(() => app.stop());

const importText = (text: string) =>
  app.write((context) =>
    applyImport(context, app.importers, [readDocument('programs.yaml', text)]),
  );

async function programsFile() {
  const documents = await readOrganisation(shipped);
  return documents.find(({ file }) => file === 'programs.yaml')!.text;
}

test('the shipped programs are three boards by segment, a lab and a journey with its stages', async () => {
  const { items } = await member.call('engagement.listPrograms', {});
  // Newest first: the file's order, turned round.
  expect(items.map(({ programKind, segment }) => [programKind, segment])).toEqual([
    ['executive-journey', null],
    ['innovation-lab', null],
    ['advisory-board', 'specialty-contractor'],
    ['advisory-board', 'project-owner'],
    ['advisory-board', 'general-contractor'],
  ]);
  const journey = items.find(({ programKind }) => programKind === 'executive-journey')!;
  const view = await member.call('engagement.getProgram', { params: { id: journey.ref } });
  expect(view.blueprint.map(({ title }) => title)).toEqual([
    'Objectives',
    'Technology insight',
    'Industry practice',
  ]);
  expect(view.stages.map(({ sessions }) => sessions.length)).toEqual([1, 2, 0]);
  expect(view).toMatchObject({ manager: null, members: [], charter: { terms: '' } });
});

test('importing the same file again changes nothing; what is left out ends', async () => {
  const text = await programsFile();
  expect((await importText(text)).changes).toEqual([]);
  const renamed = text.replace('name: Innovation Labs', 'name: Partner Labs');
  expect((await importText(renamed)).changes).toMatchObject([
    { title: 'Partner Labs', what: 'changed', says: 'changes title' },
  ]);
  const withoutLab = text.replace(/ {2}- key: innovation-labs[\s\S]*?(?= {2}- key: apex)/, '');
  expect((await importText(withoutLab)).changes).toMatchObject([
    { title: 'Partner Labs', what: 'ended' },
  ]);
  expect((await importText(text)).changes).toMatchObject([{ what: 'changed' }]);
});

test('a unit that isn’t there, and a board without its segment, are named', async () => {
  const text = await programsFile();
  await expect(
    importText(text.replace('owner: product-and-technology', 'owner: nowhere')),
  ).rejects.toThrow('programs.yaml, cab-general-contractors, owner: “nowhere” is no unit');
  await expect(importText(text.replace('    segment: project-owner\n', ''))).rejects.toThrow(
    'segment',
  );
});
