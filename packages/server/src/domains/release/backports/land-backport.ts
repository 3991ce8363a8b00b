import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { loadLine } from '../lines/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { requirePatchable } from './ask-backports.ts';
import { moveBackport } from './move-backport.ts';
import { loadBackport } from './store.ts';

/** The job that pushes a backport to its line. */
export const landJob = 'release.land-backport';

/** Says that a ready backport shall land. From where to where is kept before anything is pushed. */
export async function landBackport(
  context: WriteContext,
  deps: { jobs: Jobs },
  id: Id<'backport'>,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'backport', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const { state, direction, base, result, line_id: line } = await loadBackport(tx, id);
  if (state !== 'ready' || base === null || result === null) {
    throw problem('wrong_state', 'Only a backport that is ready can land.');
  }
  if (direction === 'forward') {
    throw problem('wrong_state', 'A forward port is a change of its own, and lands as one.');
  }
  requirePatchable(await loadLine(tx, line));
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('backport')
    .set({ landed_by: actor.name })
    .where('id', '=', id)
    .execute();
  await deps.jobs.enqueue(tx, landJob, { backport: id });
  return moveBackport(context, id, {
    state: 'landing',
    says: `${actor.name} lets it land.`,
    landing: { from: base, to: result },
  });
}
