import type { EntityRef, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import type { LaunchTables } from '../tables.ts';
import { readPractice } from '../template-store.ts';

/** What a launch is joined to; what is left out stays as it is. */
export interface LaunchLinks {
  readonly launches?: readonly EntityRef<'initiative' | 'feature'>[] | undefined;
  readonly uses?: readonly Id<'flag'>[] | undefined;
  readonly carriedBy?: readonly Id<'deployment'>[] | undefined;
  readonly measuredBy?: readonly Id<'metric'>[] | undefined;
}

/** Joins a launch to what it launches, uses, is carried and measured by; lists replace. */
export async function setLaunchLinks(
  context: WriteContext,
  launch: EntityRef<'launch'>,
  links: LaunchLinks,
): Promise<void> {
  if (links.launches) {
    const wanted = links.launches.map((entity) => ({ entity }));
    await replaceLinks(context, launch, 'launches', ['initiative', 'feature'], wanted);
  }
  if (links.uses) {
    const wanted = links.uses.map((id) => ({ entity: { kind: 'flag' as const, id } }));
    await replaceLinks(context, launch, 'uses', ['flag'], wanted);
  }
  if (links.carriedBy) {
    const wanted = links.carriedBy.map((id) => ({ entity: { kind: 'deployment' as const, id } }));
    await replaceLinks(context, launch, 'carried_by', ['deployment'], wanted);
  }
  if (links.measuredBy) {
    const wanted = links.measuredBy.map((id) => ({ entity: { kind: 'metric' as const, id } }));
    await replaceLinks(context, launch, 'measured_by', ['metric'], wanted);
  }
}

/** Names a person for each given role, instead of those before. Throws `invalid_input`. */
export async function setLaunchRoles(
  context: WriteContext,
  launch: Id<'launch'>,
  roles: Readonly<Record<string, Id<'person'>>>,
): Promise<void> {
  const { tx, actor } = context;
  const known = new Set((await readPractice(tx)).roles.map(({ key }) => key));
  const given = Object.entries(roles);
  for (const [role, person] of given) {
    if (!known.has(role)) throw problem('invalid_input', `roles.${role}: there is no such role.`);
    await loadEntity(tx, actor, { kind: 'person', id: person });
  }
  const tables = tx.$extendTables<LaunchTables>();
  await tables.deleteFrom('launch_role').where('launch_id', '=', launch).execute();
  if (given.length === 0) return;
  await tables
    .insertInto('launch_role')
    .values(given.map(([role, person_id]) => ({ launch_id: launch, role, person_id })))
    .execute();
}
