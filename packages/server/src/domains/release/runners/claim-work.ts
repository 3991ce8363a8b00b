import { setTimeout as pause } from 'node:timers/promises';
import { toReference, type RunnerWork, type Sandbox } from '@throughline/contract';
import type { Runner } from '../../../platform/access/actor.ts';
import { toDate, type Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { record } from '../../../platform/ledger/record.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import { deploymentRef } from '../deployments/move-deployment.ts';
import { checkFacts, hasCheck, takeCheck } from '../queue/check-work-store.ts';
import type { ReleaseTables } from '../tables.ts';
import { stepFacts, type StepFacts } from '../deployments/store.ts';
import { settleAttempt } from '../deployments/settle-attempt.ts';
import { openStepSecrets } from '../secrets/store.ts';
import { hasWork, takeAttempt } from './store.ts';

/** A runner that isn't heard of for this long has lost its attempt. */
export const leaseSeconds = 30;
/** Of one attempt; what comes after is not kept. */
export const maximumLogBytes = 4 * 1024 ** 2;

const lookMs = 400;

/** What claiming needs. */
export interface ClaimDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/**
 * Gives a runner its next command, waiting for one. The wait holds no transaction; the claim is one
 * of its own.
 */
export async function claimWork(
  deps: ClaimDeps,
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
  { db, clock, secrets }: ClaimDeps,
  runner: Runner,
  sandbox: Sandbox,
): Promise<RunnerWork | undefined> {
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const take = { runner: runner.id, sandbox, now, leaseSeconds };
    const id = await takeAttempt(tx, take);
    if (!id) return claimCheck(tx, runner, take);
    const facts = await stepFacts(tx, id);
    if (!facts || !('run' in facts.definition)) return undefined;
    const context = { tx, actor: runner, now, origin: '', ifMatch: undefined };
    await record(context, {
      action: 'deployment.attempt_started',
      entity: deploymentRef(facts.deployment_id),
      after: { step: facts.name, attempt: toReference('attempt', id) },
    });
    const { run, network, timeout, environment, memory } = facts.definition;
    const opened = await stepSecrets(tx, secrets, facts, facts.definition.secrets);
    if ('fault' in opened) {
      const outcome = { state: 'failed', says: opened.fault, failure: 'refused' } as const;
      await settleAttempt(context, { id, fence: facts.fence }, outcome);
      return undefined;
    }
    return {
      attempt: toReference('attempt', id),
      fence: Number(facts.fence),
      name: facts.name,
      command: run,
      environment: { ...environment, ...facts.variables, ...told(facts) },
      network,
      secrets: opened.values,
      memoryMegabytes: memory ?? null,
      timeoutSeconds: timeout,
      leaseSeconds,
      maximumLogBytes,
    };
  });
}

/** The secrets that a step names, or why it can't have them. */
async function stepSecrets(
  db: Db,
  secrets: Secrets,
  facts: StepFacts,
  names: readonly string[],
): Promise<{ values: Record<string, string> } | { fault: string }> {
  try {
    const values = await openStepSecrets(db, secrets, facts, names);
    const missing = names.find((name) => !Object.hasOwn(values, name));
    return missing === undefined ? { values } : { fault: `The secret ${missing} is missing.` };
  } catch (error) {
    if (error instanceof SecretUnreadable) return { fault: error.message };
    throw error;
  }
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
    secrets: {},
    memoryMegabytes: null,
    timeoutSeconds: timeout,
    leaseSeconds,
    maximumLogBytes,
  };
}

/** What a command is told about itself. */
function told(facts: StepFacts): Record<string, string> {
  return {
    THROUGHLINE_DEPLOYMENT: toReference('deployment', facts.deployment_id),
    THROUGHLINE_ENVIRONMENT: facts.environment,
    THROUGHLINE_VERSION: facts.version,
    THROUGHLINE_TAG: facts.tag,
    THROUGHLINE_SHA: facts.sha,
    THROUGHLINE_PREVIOUS_VERSION: facts.previous_version ?? '',
    THROUGHLINE_PREVIOUS_SHA: facts.previous_sha ?? '',
    THROUGHLINE_FENCE: facts.fence,
    THROUGHLINE_IDEMPOTENCY_KEY: toReference('step', facts.step_id),
  };
}
