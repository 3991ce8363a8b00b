import { toReference, type Id, type Sandbox } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { CheckDefinition } from '../workflow/queue-section.ts';

/** Whether a check waits that a runner with this sandbox may take. */
export async function hasCheck(db: Db, sandbox: Sandbox): Promise<boolean> {
  const { rows } = await sql`
    select 1 from check_attempt attempt
    join queue_build build on build.id = attempt.build_id
    join repository on repository.id = build.repository_id
    where attempt.state = 'ready' and (${sandbox !== 'none'} or repository.trusted) limit 1
  `.execute(db);
  return rows.length > 0;
}

/** A check's attempt with all that its runner needs to know. */
export interface ClaimedCheck {
  id: Id<'attempt'>;
  fence: string;
  name: string;
  definition: CheckDefinition;
  repository_id: Id<'repository'>;
  build_id: Id<'queue_build'>;
  sha: string;
  base: string;
}

/** Takes the longest waiting check for a runner; undefined where there is none. */
export async function takeCheck(
  tx: Tx,
  take: {
    runner: Id<'runner'>;
    sandbox: Sandbox;
    now: Temporal.Instant;
    leaseSeconds: number;
  },
): Promise<ClaimedCheck | undefined> {
  const now = toDate(take.now);
  const until = toDate(take.now.add({ seconds: take.leaseSeconds }));
  const { rows } = await sql<ClaimedCheck>`
    update check_attempt taken set state = 'running', runner_id = ${take.runner},
      started_at = ${now}, lease_until = ${until}
    from queue_build build
    where build.id = taken.build_id and taken.id = (
      select attempt.id from check_attempt attempt
      join queue_build on queue_build.id = attempt.build_id
      join repository on repository.id = queue_build.repository_id
      where attempt.state = 'ready' and (${take.sandbox !== 'none'} or repository.trusted)
      order by attempt.fence limit 1 for update of attempt skip locked)
    returning taken.id, taken.fence, taken.name, taken.definition, taken.build_id,
      build.repository_id, build.sha, build.base
  `.execute(tx);
  return rows[0];
}

/** What a check's command is told about itself. */
export function checkFacts(check: ClaimedCheck): Record<string, string> {
  return {
    THROUGHLINE_CHECK: check.name,
    THROUGHLINE_BUILD: toReference('queue_build', check.build_id),
    THROUGHLINE_SHA: check.sha,
    THROUGHLINE_BASE_SHA: check.base,
    THROUGHLINE_FENCE: check.fence,
  };
}
