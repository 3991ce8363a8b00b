import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';

/** Keeps what a program outside says of a commit; its last word counts. */
export async function reportCheck(
  context: WriteContext,
  commit: { repository: Id<'repository'>; sha: string },
  check: {
    name: string;
    state: 'pending' | 'success' | 'failure';
    says: string;
    url?: string | undefined;
  },
): Promise<void> {
  const { tx, actor, now } = context;
  const ref = { kind: 'repository', id: commit.repository } as const;
  const entity = await loadEntity(tx, actor, ref);
  authorise(actor, 'contributor', entity.ownerUnit);
  const said = {
    state: check.state,
    says: check.says,
    url: check.url ?? null,
    reported_by: actor.name,
    at: toDate(now),
  };
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('commit_check')
    .values({ repository_id: commit.repository, sha: commit.sha, name: check.name, ...said })
    .onConflict((conflict) => conflict.columns(['repository_id', 'sha', 'name']).doUpdateSet(said))
    .execute();
  await record(context, {
    action: 'repository.check_reported',
    entity: ref,
    after: { sha: commit.sha, name: check.name, state: check.state, says: check.says },
  });
}
