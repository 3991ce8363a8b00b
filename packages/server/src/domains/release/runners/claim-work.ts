import { setTimeout as pause } from 'node:timers/promises';
import { toReference, type RunnerWork, type Sandbox } from '@throughline/contract';
import type { Runner } from '../../../platform/access/actor.ts';
import { toDate, type Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { record } from '../../../platform/ledger/record.ts';
import { deploymentRef } from '../deployments/move-deployment.ts';
import { checkFacts, hasCheck, takeCheck } from '../queue/check-work-store.ts';
import type { ReleaseTables } from '../tables.ts';
import { hasWork, takeAttempt, type ClaimedAttempt } from './store.ts';

/** A runner that isn't heard of for this long has lost its attempt. */
export const leaseSeconds = 30;
/** Of one attempt; what comes after is not kept. */
export const maximumLogBytes = 4 * 1024 ** 2;

const lookMs = 400;

/**
 * Gives a runner its next command, waiting for one. The wait holds no transaction; the claim is one
 * of its own.
 */
export async function claimWork(
  deps: { db: Db; clock: Clock },
  runner: Runner,
  input: { sandbox: Sandbox; wait: number },
  signal: AbortSignal,
): Promise<RunnerWork | null> {
  const { db, clock } = deps;
  const end = performance.now() + input.wait * 1000;
  await db
    .$extendTables<ReleaseTables>()
    .updateTable('runner')
    .set({ last_seen_at: toDate(clock.now()), sandbox: input.sandbox })
    .where('id', '=', runner.id)
    .execute();
  while (!signal.aborted) {
    if ((await hasWork(db, input.sandbox)) || (await hasCheck(db, input.sandbox))) {
      const work = await claim(deps, runner, input.sandbox);
      if (work) return work;
    }
    if (performance.now() + lookMs > end) return null;
    await pause(lookMs);
  }
  return null;
}

async function claim(
  { db, clock }: { db: Db; clock: Clock },
  runner: Runner,
  sandbox: Sandbox,
): Promise<RunnerWork | undefined> {
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const take = { runner: runner.id, sandbox, now, leaseSeconds };
    const attempt = await takeAttempt(tx, take);
    if (!attempt) return claimCheck(tx, runner, take);
    if (!('run' in attempt.definition)) return undefined;
    await record(
      { tx, actor: runner, now, origin: '', ifMatch: undefined },
      {
        action: 'deployment.attempt_started',
        entity: deploymentRef(attempt.deployment_id),
        after: { step: attempt.name, attempt: toReference('attempt', attempt.id) },
      },
    );
    const { run, network, timeout, environment } = attempt.definition;
    return {
      attempt: toReference('attempt', attempt.id),
      fence: Number(attempt.fence),
      name: attempt.name,
      command: run,
      environment: { ...environment, ...facts(attempt) },
      network,
      timeoutSeconds: timeout,
      leaseSeconds,
      maximumLogBytes,
    };
  });
}

/** A check of the merge queue, where no deployment's step waits. */
async function claimCheck(
  tx: Tx,
  runner: Runner,
  take: Parameters<typeof takeCheck>[1],
): Promise<RunnerWork | undefined> {
  const check = await takeCheck(tx, take);
  if (!check || !('run' in check.definition)) return undefined;
  await record(
    { tx, actor: runner, now: take.now, origin: '', ifMatch: undefined },
    {
      action: 'repository.check_started',
      entity: { kind: 'repository', id: check.repository_id },
      after: { check: check.name, attempt: toReference('attempt', check.id), sha: check.sha },
    },
  );
  const { run, network, timeout, environment } = check.definition;
  return {
    attempt: toReference('attempt', check.id),
    fence: Number(check.fence),
    name: check.name,
    command: run,
    environment: { ...environment, ...checkFacts(check) },
    network,
    timeoutSeconds: timeout,
    leaseSeconds,
    maximumLogBytes,
  };
}

/** What a command is told about itself. */
function facts(attempt: ClaimedAttempt): Record<string, string> {
  return {
    THROUGHLINE_DEPLOYMENT: toReference('deployment', attempt.deployment_id),
    THROUGHLINE_ENVIRONMENT: attempt.environment,
    THROUGHLINE_VERSION: attempt.version,
    THROUGHLINE_TAG: attempt.tag,
    THROUGHLINE_SHA: attempt.sha,
    THROUGHLINE_PREVIOUS_VERSION: attempt.previous_version ?? '',
    THROUGHLINE_PREVIOUS_SHA: attempt.previous_sha ?? '',
    THROUGHLINE_FENCE: attempt.fence,
    THROUGHLINE_IDEMPOTENCY_KEY: toReference('step', attempt.step_id),
  };
}
