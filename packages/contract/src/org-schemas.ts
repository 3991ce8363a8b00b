import { z } from 'zod';
import { referenceOf } from './ids.ts';
import { plainDate } from './schemas.ts';

/** Where a unit stands: a company has organisations, these have parts, groups and teams. */
export const unitLevels = ['company', 'organisation', 'part', 'group', 'team'] as const;

/** Where a unit stands. */
export type UnitLevel = (typeof unitLevels)[number];

/** Where a unit stands, as text. */
export const level = z.enum(unitLevels);
/** An e-mail address, in lower case. */
export const email = z.email().max(254).toLowerCase();
/** An IANA time zone. */
export const zone = z.string().min(1).max(100);
/** What a unit answers for. */
export const responsibilities = z.array(z.string().trim().min(1).max(500)).max(50);
/** The day that a view is asked for; today in the organisation’s zone without one. */
export const asOfQuery = z.object({ asOf: plainDate.optional() });
/** From when until when something holds, `[since, until)`; null where it is open. */
export const period = { since: plainDate.nullable(), until: plainDate.nullable() } as const;
/** A unit as others mention it. */
export const unitNamed = z.object({ ref: referenceOf('unit'), name: z.string(), level });
/** A person as others mention them. */
export const personNamed = z.object({ ref: referenceOf('person'), name: z.string() });
/** What a principle says. */
export const statement = z.string().trim().min(1).max(500);

/** A post in one of its periods, and who holds it. */
export const post = z.object({
  ref: referenceOf('leadership'),
  key: z.string(),
  title: z.string(),
  head: z.boolean(),
  /** Null: the post is vacant. */
  person: personNamed.nullable(),
  ...period,
});

/** A unit in the tree. */
export const unitRow = z.object({
  ref: referenceOf('unit'),
  key: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  level,
  parent: referenceOf('unit').nullable(),
  /** 0 for the company; units follow their parent, in the order of the chart. */
  depth: z.number().int(),
});

/** A unit on the chart. */
export const chartUnit = unitRow.extend({
  purpose: z.string(),
  posts: z.array(post),
  vacancies: z.number().int(),
  /** People in the unit itself, and in it and everything below it, each counted once. */
  people: z.number().int(),
  peopleBelow: z.number().int(),
});

/** A person in the directory. */
export const personRow = z.object({
  ref: referenceOf('person'),
  name: z.string(),
  email: z.string().nullable(),
  state: z.enum(['active', 'left']),
  units: z.array(z.object({ unit: unitNamed, title: z.string() })),
  posts: z.array(z.object({ unit: unitNamed, title: z.string(), head: z.boolean() })),
});

/** Who belongs to which unit, when. */
export const membershipRow = z.object({
  ref: referenceOf('membership'),
  person: personNamed,
  unit: unitNamed,
  title: z.string(),
  ...period,
});

/** A guiding principle. */
export const principleRow = z.object({
  ref: referenceOf('principle'),
  statement: z.string(),
  owner: z.object({ ref: referenceOf('unit'), name: z.string() }).nullable(),
  ...period,
  revision: z.number().int(),
});

/** A day of the week. */
export const workday = z.enum([
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]);
const yearName = z.enum(['start', 'end']);
const month = z.number().int().min(1).max(12);

/** The fiscal calendar as `packages/cadence` takes it: months, or whole weeks in quarters of 13. */
export const fiscalCalendar = z.discriminatedUnion('pattern', [
  z.strictObject({ pattern: z.literal('month'), startMonth: month, yearName }),
  z.strictObject({
    pattern: z.enum(['4-4-5', '4-5-4', '5-4-4']),
    startMonth: month,
    yearName,
    endsOn: z.strictObject({ weekday: workday, anchor: z.enum(['nearest', 'last']) }),
    week53Period: month,
  }),
]);

/** The organisation's calendar: what every date that says nothing else is reckoned by. */
export const organisationCalendar = z.object({
  timeZone: z.string(),
  fiscal: fiscalCalendar,
  workingWeekdays: z.array(workday),
  holidays: z.array(z.object({ date: plainDate, name: z.string() })),
});

/** The organisation's calendar. */
export type OrganisationCalendar = z.output<typeof organisationCalendar>;
