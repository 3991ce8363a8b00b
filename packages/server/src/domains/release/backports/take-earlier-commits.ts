import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { backportJob, waiting } from './ask-backports.ts';
import { moveBackport } from './move-backport.ts';
import { loadBackport } from './store.ts';

/** Takes the missing earlier commits along, in their order, before the change's own. */
export async function takeEarlierCommits(
  context: WriteContext,
  deps: { jobs: Jobs },
  id: Id<'backport'>,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'backport', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const { state, conflict, commits } = await loadBackport(tx, id);
  if (state !== 'conflict' || !conflict || conflict.missing.length === 0) {
    throw problem('wrong_state', 'No earlier commit is known that it would need.');
  }
  const along = conflict.missing.map(({ sha, subject }) => waiting(sha, subject, 'earlier'));
  const at = commits.findIndex(({ sha }) => sha === conflict.sha);
  await deps.jobs.enqueue(tx, backportJob, { backport: id });
  return moveBackport(context, id, {
    state: 'making',
    says: `${along.length} earlier commit${along.length === 1 ? ' goes' : 's go'} along.`,
    commits: commits.toSpliced(at, 0, ...along),
    conflict: null,
  });
}
