import type { Id } from '@throughline/contract';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { askByRules, goOnWaiting } from '../backports/ask-by-rules.ts';
import type { BackportDeps } from '../backports/make-backport.ts';
import { previewBackports } from '../backports/preview-backports.ts';
import { branchesOf } from '../repositories/store.ts';
import { compareLines } from './compare-lines.ts';
import { syncLines } from './sync-lines.ts';

/** The job that looks at a repository's lines after something moved. */
export const lookJob = 'release.look-at-lines';

/**
 * Brings everything about a repository's lines up to what was fetched: which there are, what they
 * have, which backports are asked for and may begin, and what would happen to the open changes.
 */
export async function lookAtLines(
  deps: BackportDeps & { today: (context: { now: Temporal.Instant }) => Temporal.PlainDate },
  repository: Id<'repository'>,
): Promise<void> {
  await deps.write(async (context) => {
    const ref = { kind: 'repository', id: repository } as const;
    await loadEntity(context.tx, context.actor, ref, { lock: true });
    const branches = await branchesOf(context.tx, repository);
    await syncLines(context, repository, branches, deps.today(context));
  });
  const cache = await deps.caches.open(repository);
  const compared = await compareLines(deps, repository, cache);
  await deps.write(async (context) => {
    await askByRules(context, deps, repository);
    await goOnWaiting(context, deps, repository);
  });
  const previewed = await previewBackports(deps, repository, cache);
  if (compared + previewed === 0) return;
  // Pages that show it hear of it.
  await deps.write((context) =>
    record(context, {
      action: 'repository.lines_compared',
      entity: { kind: 'repository', id: repository },
      after: { lines: compared, previews: previewed },
    }),
  );
}
