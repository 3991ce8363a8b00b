import { toReference, type Id } from '@throughline/contract';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { urgencyOf, type Need } from '../../platform/home/home.ts';
import type { ReadinessDeps } from './readiness/evidence-store.ts';
import { judge } from './readiness/readiness-views.ts';
import { launchRow } from './store.ts';
import type { LaunchTables } from './tables.ts';

const soonDays = 7;

/** Launches under way in which a person has a role. */
async function launchesOf(context: ReadContext, person: Id<'person'>) {
  return context.db
    .$extendTables<LaunchTables>()
    .selectFrom('launch')
    .innerJoin('entity', 'entity.id', 'launch.id')
    .select(['launch.id', 'entity.title', 'entity.state'])
    .where('entity.state', 'in', ['planning', 'ready', 'go'])
    .where(visible(context.actor))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('launch_role')
          .select('role')
          .whereRef('launch_role.launch_id', '=', 'launch.id')
          .where('person_id', '=', person),
      ),
    )
    .orderBy('target_on')
    .limit(20)
    .execute();
}

/** Items of launches that are the person's, missing, and due within a week or overdue. */
export async function launchItemsDue(
  context: ReadContext,
  deps: ReadinessDeps,
  today: Temporal.PlainDate,
): Promise<Need[]> {
  const { actor, db } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const until = today.add({ days: soonDays }).toString();
  const needs: Need[] = [];
  for (const { id, title, state } of await launchesOf(context, actor.person)) {
    const launch = await launchRow(db, id);
    if (!launch) continue;
    const { items } = await judge(context, deps, launch, state);
    for (const { row, state: stands } of items) {
      const due = stands === 'missing' || stands === 'impossible';
      if (!due || row.person_id !== actor.person || row.due_on > until) continue;
      const item = toReference('readiness_item', row.id);
      const ref = toReference('launch', id);
      needs.push({
        key: item,
        entity: { ref, kind: 'launch', title, state },
        says: `${row.title} (${row.priority})`,
        dueOn: row.due_on,
        urgency: urgencyOf(row.due_on, today),
        act:
          row.evidence === 'confirmation'
            ? {
                label: 'Confirm',
                operation: 'launch.confirmReadinessItem',
                params: { id: item },
                body: {},
                ifMatch: null,
              }
            : null,
      });
    }
  }
  return needs.slice(0, 50);
}
