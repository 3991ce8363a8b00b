import { isDeepStrictEqual } from 'node:util';
import type { ImportChange } from '@throughline/contract';
import type { ImportContext, ImportDocument, Importer } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { record } from '../../platform/ledger/record.ts';
import { exportOrganisation } from './export-views.ts';
import { changes, importFields } from './import-fields.ts';
import { importLeadership } from './import-leadership.ts';
import { importMemberships } from './import-memberships.ts';
import { importPeople } from './import-people.ts';
import { importPrinciples } from './import-principles.ts';
import { importUnits } from './import-units.ts';
import { organisationFiles } from './organisation-files.ts';
import {
  readHolidayCalendars,
  readName,
  readOrganisationSettings,
  readTimeZone,
  writeHolidayCalendars,
  writeOrganisationSettings,
} from './organisation-store.ts';
import { idByKey } from './store.ts';

async function importSettings(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { organisation } = parseDocument(document, organisationFiles.organisation);
  const before = await readOrganisationSettings(context.tx);
  const after = {
    key: organisation.key,
    name: organisation.name,
    description: organisation.description ?? '',
    company: organisation.company,
    focus: organisation.focus ?? null,
    timeZone: organisation.timeZone,
    fiscal: organisation.fiscalCalendar,
    workingWeek: organisation.workingWeek ?? [
      'monday',
      'tuesday',
      'wednesday',
      'thursday',
      'friday',
    ],
    holidayCalendar: organisation.holidayCalendar ?? null,
  } satisfies Parameters<typeof writeOrganisationSettings>[1];
  const { file } = document;
  if (before && before.key !== after.key) {
    const message = `this installation holds ${before.key}; an installation is one organisation`;
    throw invalidImport({ file, record: after.key, field: 'key', message });
  }
  const fields = before
    ? importFields<object>(
        {
          ...before,
          name: await readName(context.tx),
          timeZone: await readTimeZone(context.tx),
        },
        after,
      )
    : [];
  if (!before || fields.length > 0) {
    await writeOrganisationSettings(context, after);
    await record(context, { action: 'organisation.changed', after });
  }
  const what = before ? (fields.length > 0 ? 'changed' : 'unchanged') : 'created';
  return [{ file, key: after.key, title: after.name, what, says: changes(fields) }];
}

async function importHolidays(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { calendars } = parseDocument(document, organisationFiles.holidays);
  const { file } = document;
  const before = new Map((await readHolidayCalendars(context.tx)).map((one) => [one.key, one]));
  const after = new Map(calendars.map((one) => [one.key, one]));
  if (after.size < calendars.length) {
    throw invalidImport({ file, record: '', field: 'key', message: 'a key stands here twice' });
  }
  const told = calendars.map((one): ImportChange => {
    const known = before.get(one.key);
    const same = isDeepStrictEqual(known, one);
    const what = known ? (same ? 'unchanged' : 'changed') : 'created';
    return {
      file,
      key: one.key,
      title: one.name,
      what,
      says: known && !same ? 'changes its days' : '',
    };
  });
  for (const [key, { name }] of before) {
    if (!after.has(key))
      told.push({ file, key, title: name, what: 'ended', says: 'is no longer in the file' });
  }
  if (told.some(({ what }) => what !== 'unchanged')) {
    await writeHolidayCalendars(context, calendars);
    await record(context, {
      action: 'organisation.holidays_changed',
      after: { calendars: calendars.map(({ key }) => key) },
    });
  }
  return told;
}

/** What `organisation.yaml` refers to must be there once everything is in. */
async function checkReferences(context: ImportContext): Promise<void> {
  const settings = await readOrganisationSettings(context.tx);
  if (!settings) return;
  const fault = (field: string, message: string) =>
    invalidImport({ file: 'organisation.yaml', record: settings.key, field, message });
  for (const field of ['company', 'focus'] as const) {
    const key = settings[field];
    if (key !== null && !(await idByKey(context.tx, 'unit', key))) {
      throw fault(field, `“${key}” is no unit`);
    }
  }
  const calendars = await readHolidayCalendars(context.tx);
  const { holidayCalendar } = settings;
  if (holidayCalendar !== null && !calendars.some(({ key }) => key === holidayCalendar)) {
    throw fault('holidayCalendar', `“${holidayCalendar}” is no calendar of holidays.yaml`);
  }
}

const readers = new Map([
  ['organisation.yaml', importSettings],
  ['holidays.yaml', importHolidays],
  ['units.yaml', importUnits],
  ['people.yaml', importPeople],
  ['memberships.yaml', importMemberships],
  ['leadership.yaml', importLeadership],
  ['principles.yaml', importPrinciples],
]);

/** Loads who we are: the organisation's calendar, units, people, posts and principles. */
export const importOrganisation: Importer = {
  files: [...readers.keys()],
  async apply(context, documents) {
    const told: ImportChange[] = [];
    for (const document of documents) {
      told.push(...((await readers.get(document.file)?.(context, document)) ?? []));
    }
    await checkReferences(context);
    return told;
  },
  export: exportOrganisation,
};
