import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { requireLineCommit } from './ask-forward-port.ts';

/** Keeps why the default branch needn't have a commit of a line. */
export async function dismissForwardPort(
  context: WriteContext,
  id: Id<'release_line'>,
  input: { sha: string; reason: string },
): Promise<number> {
  const { tx, actor, now } = context;
  const ref = { kind: 'release_line', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const commit = await requireLineCommit(context, id, input.sha);
  const said = { reason: input.reason, by_name: actor.name, at: toDate(now) };
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('dismissed_commit')
    .values({ line_id: id, sha: input.sha, ...said })
    .onConflict((conflict) => conflict.columns(['line_id', 'sha']).doUpdateSet(said))
    .execute();
  return changeEntity(context, ref, {
    action: 'release_line.commit_dismissed',
    after: { sha: input.sha, subject: commit.subject, reason: input.reason },
  });
}
