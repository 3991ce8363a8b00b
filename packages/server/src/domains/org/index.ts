import type { Id, OrganisationCalendar } from '@throughline/contract';
import { knowUnits } from '../../platform/access/can.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ReadContext, WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import { createPersonNamed } from './create-person.ts';
import { importOrganisation } from './import-organisation.ts';
import { orgInsights } from './insights.ts';
import { orgJobs } from './jobs.ts';
import {
  readCalendar,
  readName,
  readTimeZone,
  readWorkingDays,
  today,
  zonesOfPeople,
} from './organisation-store.ts';
import { unitsOf } from './role-views.ts';
import { orgRoutes } from './routes.ts';
import { unitParentsOn } from './store.ts';

export { createPersonNamed } from './create-person.ts';
export {
  headOf,
  membersOf,
  peopleByEmail,
  personByKey,
  postByKey,
  roleHolder,
  unitByKey,
  unitsHeadedBy,
  unitsUnder,
  unitsWithin,
  type RoleHolder,
} from './role-views.ts';
export { unitParentsOn } from './store.ts';

/**
 * The organisation's calendar: time zone, fiscal calendar (as `packages/cadence` takes it), working
 * weekdays and holidays (ISO dates). Before anything was imported: UTC, the calendar year, Monday to
 * Friday, no holidays.
 */
export async function calendar(db: Db): Promise<OrganisationCalendar> {
  return readCalendar(db);
}

/** Who we are: units, people, who leads what, since when. */
export interface Org extends Domain {
  /** The organisation's IANA time zone; UTC before anything was imported. */
  readonly timeZone: () => Promise<string>;
  /** The organisation's name, or null before anything was imported. */
  readonly organisationName: (db: Db) => Promise<string | null>;
  /** The person behind a new member of the installation. */
  readonly createPersonNamed: (context: WriteContext, name: string) => Promise<Id<'person'>>;
  /** Says in whose zone a person is told times: their own, or the organisation's. */
  readonly zones: (db: Db) => Promise<(person: Id<'person'> | null) => string>;
  /** Says on which days the organisation works. */
  readonly workingDays: (db: Db) => Promise<(day: Temporal.PlainDate) => boolean>;
  /** The units that a person belongs to today, and all units above these. */
  readonly unitsOf: (context: ReadContext, person: Id<'person'>) => Promise<Id<'unit'>[]>;
}

/** The org domain's door. */
export function createOrg({ db, clock }: { db: Db; clock: Clock }): Org {
  const learnUnits = async () => knowUnits(await unitParentsOn(db, await today(db, clock.now())));
  return {
    name: 'org',
    routes: orgRoutes,
    insights: orgInsights,
    jobs: orgJobs,
    importers: [importOrganisation],
    async start(feed) {
      await learnUnits();
      feed.subscribe(async (events) => {
        if (events.some(({ action }) => /^(?:unit|organisation)\./.test(action)))
          await learnUnits();
      });
    },
    timeZone: () => readTimeZone(db),
    organisationName: readName,
    createPersonNamed,
    zones: zonesOfPeople,
    workingDays: readWorkingDays,
    unitsOf: async (context, person) =>
      unitsOf(context.db, person, await today(context.db, context.now)),
  };
}
