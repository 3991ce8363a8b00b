import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import type { ReleaseTables } from '../tables.ts';
import { pushNewBranch } from './push-new-branch.ts';
import { loadLine } from './store.ts';

/** What pushing needs. */
export interface PushDeps {
  readonly db: Db;
  readonly caches: RepositoryCaches;
  readonly jobs: Jobs;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

/** Brings a new line's branch to the remote; the fetch that follows makes the line a supported one. */
export async function pushLine(deps: PushDeps, id: Id<'release_line'>): Promise<void> {
  const line = await loadLine(deps.db, id);
  const { opens_at: at } = line;
  if (line.state !== 'opening' || at === null) return;
  const outcome = await deps.caches.exclusively(line.repository_id, (cache) =>
    pushNewBranch(cache, line.branch, at),
  );
  if (outcome === undefined) return;
  await deps.write(async (context) => {
    const { tx } = context;
    const now = await loadLine(tx, id);
    if (now.state !== 'opening') return;
    if (outcome.refused === null) {
      await deps.jobs.enqueue(tx, fetchJob, { repository: line.repository_id });
      return;
    }
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('release_line')
      .set({ failure: outcome.refused })
      .where('id', '=', id)
      .execute();
    await changeEntity(
      context,
      { kind: 'release_line', id },
      { action: 'release_line.failed', state: 'failed', after: { says: outcome.refused } },
    );
  });
}
