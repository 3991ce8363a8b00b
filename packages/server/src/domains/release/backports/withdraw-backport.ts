import type { Id } from '@throughline/contract';
import { pushRef } from '@throughline/git';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import type { BackportDeps } from './make-backport.ts';
import { moveBackport } from './move-backport.ts';
import { loadBackport } from './store.ts';

/** The job that takes a withdrawn backport's branch away. */
export const dropBranchJob = 'release.drop-backport-branch';

const mayGo: ReadonlySet<string> = new Set(['waiting', 'making', 'conflict', 'ready']);

/** Gives a backport up. */
export async function withdrawBackport(
  context: WriteContext,
  deps: { jobs: Jobs },
  id: Id<'backport'>,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'backport', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const { state } = await loadBackport(tx, id);
  if (!mayGo.has(state)) {
    throw problem('wrong_state', 'Only a backport that has not landed can be given up.');
  }
  await deps.jobs.enqueue(tx, dropBranchJob, { backport: id });
  return moveBackport(context, id, {
    state: 'withdrawn',
    says: `${actor.name} gave it up.`,
    conflict: null,
  });
}

/** Takes the branch of a withdrawn backport away, unless somebody else moved it. */
export async function dropBranch(deps: BackportDeps, id: Id<'backport'>): Promise<void> {
  const { state, repository_id: repository, branch, result } = await loadBackport(deps.db, id);
  if (state !== 'withdrawn' || result === null) return;
  await deps.caches.exclusively(repository, (cache) =>
    pushRef(cache, { ref: `refs/heads/${branch}`, to: undefined, expected: result }),
  );
}
