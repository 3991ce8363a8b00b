import type { Id } from '@throughline/contract';
import { record } from '../../../platform/ledger/record.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { ReleaseTables } from '../tables.ts';
import { pushNewBranch } from './push-new-branch.ts';
import type { PushDeps } from './push-line.ts';
import { loadHotfix } from './store.ts';

/** Brings a hotfix's branch to the remote. */
export async function pushHotfix(deps: PushDeps, id: Id<'hotfix'>): Promise<void> {
  const hotfix = await loadHotfix(deps.db, id);
  if (hotfix.state !== 'starting') return;
  const outcome = await deps.caches.exclusively(hotfix.repository_id, (cache) =>
    pushNewBranch(cache, hotfix.branch, hotfix.base),
  );
  if (outcome === undefined) return;
  await deps.write(async (context) => {
    const { tx } = context;
    const { state } = await loadHotfix(tx, id, true);
    if (state !== 'starting') return;
    const refused = outcome.refused;
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('hotfix')
      .set({ state: refused === null ? 'open' : 'failed', failure: refused })
      .where('id', '=', id)
      .execute();
    await record(context, {
      action: refused === null ? 'release.hotfix_opened' : 'release.hotfix_failed',
      entity: { kind: 'release', id: hotfix.release_id },
      after: { version: hotfix.version, branch: hotfix.branch, says: refused },
    });
    await deps.jobs.enqueue(tx, fetchJob, { repository: hotfix.repository_id });
  });
}
