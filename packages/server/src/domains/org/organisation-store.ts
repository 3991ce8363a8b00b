import { fiscalCalendar, workday, type Id, type OrganisationCalendar } from '@throughline/contract';
import { z } from 'zod';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import type { OrgTables } from './tables.ts';

const holidayCalendars = z.array(
  z.object({
    key: z.string(),
    name: z.string(),
    holidays: z.array(
      z.object({
        key: z.string(),
        date: z.string(),
        name: z.string(),
        actual: z.string().optional(),
      }),
    ),
  }),
);

/** What `organisation.yaml` says, beyond what is a setting of the platform's own. */
export const organisationSettings = z.object({
  key: z.string(),
  description: z.string().default(''),
  company: z.string(),
  focus: z.string().nullable().default(null),
  fiscal: fiscalCalendar,
  workingWeek: z.array(workday),
  holidayCalendar: z.string().nullable().default(null),
});

/** What `organisation.yaml` says. */
export type OrganisationSettings = z.output<typeof organisationSettings>;

/** Calendars of days off, by key. */
export type HolidayCalendars = z.output<typeof holidayCalendars>;

const mondayToFriday = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;

/** The organisation's settings, or undefined before anything was imported. */
export async function readOrganisationSettings(db: Db): Promise<OrganisationSettings | undefined> {
  const value = await readSetting(db, 'organisation');
  return value === undefined ? undefined : organisationSettings.parse(value);
}

/** Keeps the organisation's settings. */
export async function writeOrganisationSettings(
  context: WriteContext,
  settings: OrganisationSettings & { name: string; timeZone: string },
): Promise<void> {
  const { name, timeZone, ...rest } = settings;
  await writeSetting(context, 'organisation', rest);
  await writeSetting(context, 'organisation_key', settings.key);
  await writeSetting(context, 'organisation_name', name);
  await writeSetting(context, 'time_zone', timeZone);
}

/** The calendars of days off. */
export async function readHolidayCalendars(db: Db): Promise<HolidayCalendars> {
  return holidayCalendars.parse((await readSetting(db, 'holiday_calendars')) ?? []);
}

/** Keeps the calendars of days off. */
export async function writeHolidayCalendars(
  context: WriteContext,
  calendars: HolidayCalendars,
): Promise<void> {
  await writeSetting(context, 'holiday_calendars', calendars);
}

/** The organisation's time zone; UTC before anything was imported. */
export async function readTimeZone(db: Db): Promise<string> {
  const zone = await readSetting(db, 'time_zone');
  return typeof zone === 'string' ? zone : 'UTC';
}

/** The organisation's name, or null before anything was imported. */
export async function readName(db: Db): Promise<string | null> {
  const name = await readSetting(db, 'organisation_name');
  return typeof name === 'string' ? name : null;
}

/** Today in the organisation's zone, as `2026-11-23`. */
export async function today(db: Db, now: Temporal.Instant): Promise<string> {
  return now
    .toZonedDateTimeISO(await readTimeZone(db))
    .toPlainDate()
    .toString();
}

/** The organisation's calendar; the calendar year, Monday to Friday, without holidays at first. */
export async function readCalendar(db: Db): Promise<OrganisationCalendar> {
  const settings = await readOrganisationSettings(db);
  const calendars = await readHolidayCalendars(db);
  const chosen = calendars.find(({ key }) => key === settings?.holidayCalendar);
  return {
    timeZone: await readTimeZone(db),
    fiscal: settings?.fiscal ?? { pattern: 'month', startMonth: 1, yearName: 'start' },
    workingWeekdays: settings?.workingWeek ?? [...mondayToFriday],
    holidays: chosen?.holidays.map(({ date, name }) => ({ date, name })) ?? [],
  };
}

/** Says on which days the organisation works: on its weekdays, save holidays. */
export async function readWorkingDays(db: Db): Promise<(day: Temporal.PlainDate) => boolean> {
  const { workingWeekdays, holidays } = await readCalendar(db);
  const works = new Set(workingWeekdays.map((name) => workday.options.indexOf(name) + 1));
  const free = new Set(holidays.map(({ date }) => date));
  return (day) => works.has(day.dayOfWeek) && !free.has(day.toString());
}

/** Says in which zone a person is told times: their own, or else the organisation's. */
export async function zonesOfPeople(db: Db): Promise<(person: Id<'person'> | null) => string> {
  const common = await readTimeZone(db);
  const rows = await db
    .$extendTables<OrgTables>()
    .selectFrom('person')
    .select(['id', 'time_zone'])
    .where('time_zone', 'is not', null)
    .execute();
  const own = new Map(rows.map(({ id, time_zone }) => [id, time_zone]));
  return (person) => (person && own.get(person)) ?? common;
}
