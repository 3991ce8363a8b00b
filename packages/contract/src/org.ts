import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, raw } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entityKind,
  entitySummary,
  pageOf,
  pageQuery,
  plainDate,
  slug,
  text,
  title,
} from './schemas.ts';

/** Where a unit stands: a company has organisations, these have parts, groups and teams. */
export const unitLevels = ['company', 'organisation', 'part', 'group', 'team'] as const;

/** Where a unit stands. */
export type UnitLevel = (typeof unitLevels)[number];

const level = z.enum(unitLevels);
const email = z.email().max(254).toLowerCase();
const zone = z.string().min(1).max(100);
const responsibilities = z.array(z.string().trim().min(1).max(500)).max(50);
const asOfQuery = z.object({ asOf: plainDate.optional() });
const period = { since: plainDate.nullable(), until: plainDate.nullable() } as const;
const unitNamed = z.object({ ref: referenceOf('unit'), name: z.string(), level });
const personNamed = z.object({ ref: referenceOf('person'), name: z.string() });
const statement = z.string().trim().min(1).max(500);

const post = z.object({
  ref: referenceOf('leadership'),
  key: z.string(),
  title: z.string(),
  head: z.boolean(),
  /** Null: the post is vacant. */
  person: personNamed.nullable(),
  ...period,
});

const unitRow = z.object({
  ref: referenceOf('unit'),
  key: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  level,
  parent: referenceOf('unit').nullable(),
  /** 0 for the company; units follow their parent, in the order of the chart. */
  depth: z.number().int(),
});

const chartUnit = unitRow.extend({
  purpose: z.string(),
  posts: z.array(post),
  vacancies: z.number().int(),
  /** People in the unit itself, and in it and everything below it, each counted once. */
  people: z.number().int(),
  peopleBelow: z.number().int(),
});

const personRow = z.object({
  ref: referenceOf('person'),
  name: z.string(),
  email: z.string().nullable(),
  state: z.enum(['active', 'left']),
  units: z.array(z.object({ unit: unitNamed, title: z.string() })),
  posts: z.array(z.object({ unit: unitNamed, title: z.string(), head: z.boolean() })),
});

const membershipRow = z.object({
  ref: referenceOf('membership'),
  person: personNamed,
  unit: unitNamed,
  title: z.string(),
  ...period,
});

const principleRow = z.object({
  ref: referenceOf('principle'),
  statement: z.string(),
  owner: z.object({ ref: referenceOf('unit'), name: z.string() }).nullable(),
  ...period,
  revision: z.number().int(),
});

const weekday = z.enum([
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
    endsOn: z.strictObject({ weekday, anchor: z.enum(['nearest', 'last']) }),
    week53Period: month,
  }),
]);

/** The organisation's calendar: what every date that says nothing else is reckoned by. */
export const organisationCalendar = z.object({
  timeZone: z.string(),
  fiscal: fiscalCalendar,
  workingWeekdays: z.array(weekday),
  holidays: z.array(z.object({ date: plainDate, name: z.string() })),
});

/** The organisation's calendar. */
export type OrganisationCalendar = z.output<typeof organisationCalendar>;

/** A day of the week, as the working week names it. */
export const workday = weekday;

const unitParams = z.object({ id: idOf('unit') });
const dated = { since: plainDate.optional(), until: plainDate.optional() } as const;

/** Who we are: units, people, who belongs where, who leads what, and by which principles. */
export const org = {
  getOrganisation: operation({
    method: 'GET',
    path: '/api/v1/organisation',
    summary: 'The organisation: its name, its calendar, the top of its chart',
    permission: 'member',
    output: z.object({
      key: z.string().nullable(),
      name: z.string().nullable(),
      description: z.string(),
      calendar: organisationCalendar,
      company: unitNamed.nullable(),
      /** The unit that Home and the chart open on. */
      focus: unitNamed.nullable(),
    }),
  }),
  getChart: operation({
    method: 'GET',
    path: '/api/v1/chart',
    summary: 'The whole tree with its posts, vacancies and counts, as of a day (today without one)',
    permission: 'member',
    query: asOfQuery.extend({ under: idOf('unit').optional() }),
    output: z.object({ asOf: plainDate, units: z.array(chartUnit) }),
  }),
  listUnits: operation({
    method: 'GET',
    path: '/api/v1/units',
    summary: 'Units as a tree: each after its parent, in the order of the chart',
    permission: 'member',
    query: asOfQuery.extend({ under: idOf('unit').optional(), q: z.string().max(200).optional() }),
    output: z.object({ asOf: plainDate, items: z.array(unitRow) }),
  }),
  createUnit: operation({
    method: 'POST',
    path: '/api/v1/units',
    summary: 'Add a unit under another, from a day on',
    description: 'An editor of the parent adds to it; only an administrator adds the company.',
    permission: 'editor',
    body: z.object({
      name: title,
      level,
      parent: idOf('unit').optional(),
      key: slug.optional(),
      shortName: z.string().trim().max(40).optional(),
      purpose: text.default(''),
      responsibilities: responsibilities.default([]),
      ...dated,
    }),
    output: created('unit'),
    status: 201,
    errors: ['already_exists', 'org.level_not_allowed', 'wrong_state'],
  }),
  getUnit: operation({
    method: 'GET',
    path: '/api/v1/units/{id}',
    summary: 'A unit as of a day: where it stands, its posts, sub-units and counts',
    permission: 'member',
    params: unitParams,
    query: asOfQuery,
    output: z.object({
      ref: referenceOf('unit'),
      ...entityFields,
      key: z.string(),
      level,
      shortName: z.string().nullable(),
      purpose: z.string(),
      responsibilities: z.array(z.string()),
      ...period,
      asOf: plainDate,
      /** From the company down to the parent. */
      path: z.array(unitNamed),
      posts: z.array(post),
      people: z.number().int(),
      peopleBelow: z.number().int(),
      units: z.array(unitNamed.extend({ head: personNamed.nullable(), peopleBelow: z.number().int() })),
      /** Every parent that it ever had or will have, oldest first. */
      parents: z.array(z.object({ unit: unitNamed, ...period })),
      /** What it owns on that day, by kind: `listOwned` has the things themselves. */
      owns: z.array(z.object({ kind: entityKind, count: z.number().int() })),
    }),
  }),
  changeUnit: operation({
    method: 'PATCH',
    path: '/api/v1/units/{id}',
    summary: 'Change what a unit is called, is for and answers for',
    permission: 'editor',
    params: unitParams,
    body: z.object({
      name: title.optional(),
      level: level.optional(),
      shortName: z.string().trim().max(40).nullable().optional(),
      purpose: text.optional(),
      responsibilities: responsibilities.optional(),
      position: z.number().int().min(0).max(100_000).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['org.level_not_allowed'],
  }),
  moveUnit: operation({
    method: 'POST',
    path: '/api/v1/units/{id}/move',
    summary: 'Put a unit under another from a day on; views of earlier days keep the old parent',
    permission: 'editor',
    params: unitParams,
    body: z.object({ parent: idOf('unit'), on: plainDate }),
    output: changed,
    ifMatch: true,
    errors: ['entity.circular', 'org.level_not_allowed', 'wrong_state'],
  }),
  closeUnit: operation({
    method: 'POST',
    path: '/api/v1/units/{id}/close',
    summary: 'End a unit on a day, and with it its memberships and posts',
    permission: 'editor',
    params: unitParams,
    body: z.object({ on: plainDate }),
    output: changed,
    ifMatch: true,
    errors: ['in_use', 'wrong_state'],
  }),
  listOwned: operation({
    method: 'GET',
    path: '/api/v1/units/{id}/owned',
    summary: 'What a unit owns as of a day, newest ownership first',
    permission: 'member',
    params: unitParams,
    query: pageQuery.extend({ asOf: plainDate.optional(), kind: entityKind.optional() }),
    output: pageOf(entitySummary),
  }),
  listPeople: operation({
    method: 'GET',
    path: '/api/v1/people',
    summary: 'People by name; by a part of name or address, of a unit and everything below it',
    permission: 'member',
    query: pageQuery.extend({
      q: z.string().trim().max(200).optional(),
      unit: idOf('unit').optional(),
      state: z.enum(['active', 'left']).optional(),
      asOf: plainDate.optional(),
    }),
    output: pageOf(personRow),
  }),
  exportPeople: operation({
    method: 'GET',
    path: '/api/v1/people.csv',
    summary: 'People with their units and posts as CSV (RFC 4180, UTF-8)',
    permission: 'member',
    query: asOfQuery.extend({ q: z.string().trim().max(200).optional(), unit: idOf('unit').optional() }),
    output: raw('text/csv; charset=utf-8'),
  }),
  createPerson: operation({
    method: 'POST',
    path: '/api/v1/people',
    summary: 'Add a person to the directory, and to a unit if one is named',
    permission: 'editor',
    body: z.object({
      name: title,
      key: slug.optional(),
      email: email.optional(),
      timeZone: zone.optional(),
      unit: idOf('unit').optional(),
      title: z.string().trim().max(200).default(''),
      since: plainDate.optional(),
    }),
    output: created('person'),
    status: 201,
    errors: ['already_exists'],
  }),
  getPerson: operation({
    method: 'GET',
    path: '/api/v1/people/{id}',
    summary: 'A person: every membership and post, past, present and planned',
    permission: 'member',
    params: z.object({ id: idOf('person') }),
    output: z.object({
      ref: referenceOf('person'),
      ...entityFields,
      name: z.string(),
      key: z.string(),
      email: z.string().nullable(),
      timeZone: z.string(),
      memberships: z.array(membershipRow),
      posts: z.array(post.extend({ unit: unitNamed })),
    }),
  }),
  changePerson: operation({
    method: 'PATCH',
    path: '/api/v1/people/{id}',
    summary: 'Change a person’s name, address or time zone; or say that they left or came back',
    permission: 'member',
    params: z.object({ id: idOf('person') }),
    body: z.object({
      name: title.optional(),
      email: email.nullable().optional(),
      timeZone: zone.nullable().optional(),
      state: z.enum(['active', 'left']).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['already_exists'],
  }),
  createMembership: operation({
    method: 'POST',
    path: '/api/v1/memberships',
    summary: 'Put a person into a unit from a day on (always, without one)',
    permission: 'editor',
    body: z.object({
      person: idOf('person'),
      unit: idOf('unit'),
      title: z.string().trim().max(200).default(''),
      ...dated,
    }),
    output: z.object({ ref: referenceOf('membership') }),
    status: 201,
    errors: ['org.overlap', 'wrong_state'],
  }),
  endMembership: operation({
    method: 'POST',
    path: '/api/v1/memberships/{id}/end',
    summary: 'End a membership on a day; that day no longer belongs to it',
    permission: 'editor',
    params: z.object({ id: idOf('membership') }),
    body: z.object({ on: plainDate }),
    output: z.object({ ref: referenceOf('membership') }),
    errors: ['wrong_state'],
  }),
  listMemberships: operation({
    method: 'GET',
    path: '/api/v1/memberships',
    summary: 'Who belongs to a unit itself as of a day, by name',
    permission: 'member',
    query: pageQuery.extend({ unit: idOf('unit'), asOf: plainDate.optional() }),
    output: pageOf(membershipRow),
  }),
  createLeadership: operation({
    method: 'POST',
    path: '/api/v1/leaderships',
    summary: 'Add a post to a unit: held by a person, or vacant',
    permission: 'editor',
    body: z.object({
      unit: idOf('unit'),
      title,
      head: z.boolean().default(false),
      person: idOf('person').nullable(),
      key: slug.optional(),
      ...dated,
    }),
    output: z.object({ ref: referenceOf('leadership') }),
    status: 201,
    errors: ['org.overlap', 'wrong_state', 'already_exists'],
  }),
  handOverLeadership: operation({
    method: 'POST',
    path: '/api/v1/leaderships/{id}/hand-over',
    summary: 'Give a post to somebody else from a day on, or leave it vacant',
    permission: 'editor',
    params: z.object({ id: idOf('leadership') }),
    body: z.object({ person: idOf('person').nullable(), on: plainDate }),
    output: z.object({ ref: referenceOf('leadership') }),
    errors: ['org.overlap', 'wrong_state'],
  }),
  endLeadership: operation({
    method: 'POST',
    path: '/api/v1/leaderships/{id}/end',
    summary: 'Do away with a post on a day; to leave it vacant, hand it over to nobody',
    permission: 'editor',
    params: z.object({ id: idOf('leadership') }),
    body: z.object({ on: plainDate }),
    output: z.object({ ref: referenceOf('leadership') }),
    errors: ['wrong_state'],
  }),
  listLeaderships: operation({
    method: 'GET',
    path: '/api/v1/leaderships',
    summary: 'Posts as of a day by unit: all, of one unit, or only the vacant ones',
    permission: 'member',
    query: pageQuery.extend({
      unit: idOf('unit').optional(),
      vacant: z.enum(['true', 'false']).optional(),
      asOf: plainDate.optional(),
    }),
    output: pageOf(post.extend({ unit: unitNamed })),
  }),
  listPrinciples: operation({
    method: 'GET',
    path: '/api/v1/principles',
    summary: 'The guiding principles that hold on a day, oldest first',
    permission: 'member',
    query: pageQuery.extend({ asOf: plainDate.optional() }),
    output: pageOf(principleRow),
  }),
  createPrinciple: operation({
    method: 'POST',
    path: '/api/v1/principles',
    summary: 'State a guiding principle that decisions can cite',
    permission: 'editor',
    body: z.object({ statement, owner: idOf('unit'), key: slug.optional(), ...dated }),
    output: created('principle'),
    status: 201,
    errors: ['already_exists'],
  }),
  changePrinciple: operation({
    method: 'PATCH',
    path: '/api/v1/principles/{id}',
    summary: 'Reword a principle, give it another owner, or say until when it holds',
    permission: 'editor',
    params: z.object({ id: idOf('principle') }),
    body: z.object({
      statement: statement.optional(),
      owner: idOf('unit').optional(),
      until: plainDate.nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  getPrinciple: operation({
    method: 'GET',
    path: '/api/v1/principles/{id}',
    summary: 'A guiding principle',
    permission: 'member',
    params: z.object({ id: idOf('principle') }),
    output: z.object({ ...principleRow.shape, ...entityFields }),
  }),
};
