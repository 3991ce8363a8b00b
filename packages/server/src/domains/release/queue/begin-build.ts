import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';
import type { CheckDefinition } from '../workflow/queue-section.ts';
import type { ChainLink } from './compose-chain.ts';
import type { MergeStyle } from './queue-tables.ts';

/**
 * Begins the build of a queue's first changes: it is in the database, with an attempt of each command,
 * before anything runs. A commit that was built before isn't built again.
 */
export async function beginBuild(
  context: WriteContext,
  queue: {
    repository: Id<'repository'>;
    base: string;
    style: MergeStyle;
    checks: readonly CheckDefinition[];
  },
  links: readonly ChainLink[],
): Promise<void> {
  const { tx, now } = context;
  const tip = links.at(-1);
  if (!tip) return;
  const id = newId('queue_build');
  const begun = await tx
    .$extendTables<ReleaseTables>()
    .insertInto('queue_build')
    .values({
      id,
      repository_id: queue.repository,
      sha: tip.sha,
      base: queue.base,
      style: queue.style,
      parts: JSON.stringify(links.map(({ part }) => part)),
      checks: JSON.stringify(queue.checks),
      state: 'running',
      started_at: toDate(now),
    })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'sha']).where('state', '<>', 'stopped').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!begun) return;
  for (const check of queue.checks) await intendCheck(context, id, check, 1);
  await record(context, {
    action: 'repository.build_began',
    entity: { kind: 'repository', id: queue.repository },
    after: {
      build: toReference('queue_build', id),
      sha: tip.sha,
      changes: links.map(({ entry }) => toReference('change', entry.change_id)),
    },
  });
}

/** Commits to an attempt of a command; of other checks there is nothing to attempt. */
export async function intendCheck(
  context: WriteContext,
  build: Id<'queue_build'>,
  check: CheckDefinition,
  attempt: number,
): Promise<void> {
  if (!('run' in check)) return;
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('check_attempt')
    .values({
      id: newId('attempt'),
      build_id: build,
      name: check.name,
      definition: JSON.stringify(check),
      attempt,
      fence: sql<string>`nextval('attempt_fence')`,
      state: 'ready',
      created_at: toDate(context.now),
    })
    .execute();
}
