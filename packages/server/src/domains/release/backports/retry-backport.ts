import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { loadLine } from '../lines/store.ts';
import { backportJob, requirePatchable } from './ask-backports.ts';
import { moveBackport } from './move-backport.ts';
import { backportsOfChange, loadBackport } from './store.ts';

const again: ReadonlySet<string> = new Set(['conflict', 'ready', 'empty', 'failed', 'withdrawn']);

/** Makes a backport anew, on what its target is now. What was settled for it still counts. */
export async function retryBackport(
  context: WriteContext,
  deps: { jobs: Jobs },
  id: Id<'backport'>,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'backport', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const { state, direction, line_id: line, change_id: change } = await loadBackport(tx, id);
  if (!again.has(state)) {
    throw problem('wrong_state', 'This backport is under way, or has landed.');
  }
  if (direction === 'back') requirePatchable(await loadLine(tx, line));
  const other = change ? (await backportsOfChange(tx, change)).get(line) : undefined;
  if (direction === 'back' && other?.active && other.id !== id) {
    throw problem('wrong_state', 'The change is being brought to this line by a newer backport.');
  }
  await deps.jobs.enqueue(tx, backportJob, { backport: id });
  return moveBackport(context, id, {
    state: 'making',
    says: 'It is being made anew.',
    conflict: null,
    result: null,
  });
}
