import { sql } from 'kysely';
import { stringify } from 'yaml';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import {
  readHolidayCalendars,
  readName,
  readOrganisationSettings,
  readTimeZone,
  today,
} from './organisation-store.ts';

interface Text {
  readonly file: string;
  readonly text: string;
}

/** A record without what it doesn't say: nulls, empty texts and lists, `false`. */
function said(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([, value]) =>
        value !== null &&
        value !== '' &&
        value !== false &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function listed(file: string, name: string, records: readonly object[]): Text {
  const rows = records.map((record) => said({ ...record }));
  return { file, text: stringify({ [name]: rows }, { lineWidth: 100 }) };
}

async function organisation(context: ReadContext): Promise<Text[]> {
  const settings = await readOrganisationSettings(context.db);
  if (!settings) return [];
  const { fiscal, key, ...rest } = settings;
  const record = said({
    key,
    name: await readName(context.db),
    ...rest,
    timeZone: await readTimeZone(context.db),
    fiscalCalendar: fiscal,
  });
  const calendars = await readHolidayCalendars(context.db);
  return [
    { file: 'organisation.yaml', text: stringify({ format: 1, organisation: record }) },
    { file: 'holidays.yaml', text: stringify({ calendars }) },
  ];
}

/**
 * The organisation as the YAML files that import reads, closed units and ended periods included. A
 * unit's parent is the one of today, or the last one that it had, or the first that it will have.
 */
export async function exportOrganisation(context: ReadContext): Promise<Text[]> {
  const { db, actor } = context;
  const day = await today(db, context.now);
  const rows = async (query: ReturnType<typeof sql<Record<string, unknown>>>) =>
    (await query.execute(db)).rows;
  const units = await rows(sql`
    select unit.key, entity.title as name, level as kind, parent.key as parent,
      short_name as "shortName", entity.summary as purpose, responsibilities, unit.since, unit.until
    from unit join entity on entity.id = unit.id and ${visible(actor)}
    left join lateral (
      select above.key from unit_parent place join unit above on above.id = place.parent_id
      where place.unit_id = unit.id
      order by (daterange(place.since, place.until, '[)') @> ${day}::date) desc,
        (place.since is null or place.since <= ${day}::date) desc,
        case when place.since <= ${day}::date then place.since end desc nulls last, place.since
      limit 1
    ) parent on true
    order by position, unit.id`);
  const people = await rows(sql`
    select key, entity.title as name, email, time_zone as "timeZone"
    from person join entity on entity.id = person.id and ${visible(actor)}
    where entity.state = 'active' order by key`);
  const memberships = await rows(sql`
    select membership.key, person.key as person, unit.key as unit, membership.title,
      membership.since, membership.until
    from membership join person on person.id = person_id join unit on unit.id = unit_id
    join entity who on who.id = person.id and who.state = 'active' and ${visible(actor, 'who')}
    join entity place on place.id = unit.id and ${visible(actor, 'place')}
    order by membership.key`);
  const leadership = await rows(sql`
    select leadership.key, unit.key as unit, leadership.title, head,
      case when who.id is null then 'vacant' else person.key end as person,
      leadership.since, leadership.until
    from leadership join unit on unit.id = unit_id
    join entity place on place.id = unit.id and ${visible(actor, 'place')}
    left join person on person.id = person_id
    left join entity who on who.id = person.id and who.state = 'active' and ${visible(actor, 'who')}
    order by leadership.id`);
  const principles = await rows(sql`
    select principle.key, entity.title as statement, unit.key as owner, principle.since, principle.until
    from principle join entity on entity.id = principle.id and ${visible(actor)}
    join unit on unit.id = entity.owner_unit_id order by principle.id`);
  return [
    ...(await organisation(context)),
    listed('units.yaml', 'units', units),
    listed('people.yaml', 'people', people),
    listed('memberships.yaml', 'memberships', memberships),
    listed('leadership.yaml', 'leadership', leadership),
    listed('principles.yaml', 'principles', principles),
  ];
}
