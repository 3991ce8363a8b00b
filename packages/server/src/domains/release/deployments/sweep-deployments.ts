import type { Id } from '@throughline/contract';
import type { Logger } from 'pino';
import { toDate, type Clock } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { DomainError } from '../../../platform/problem.ts';
import { askHttp } from '../ask-http.ts';
import type { SettingsReader } from '../release-settings.ts';
import type { ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { loseAttempt } from './lose-attempt.ts';
import { observeHealth } from './report-health.ts';
import { settleAttempt } from './settle-attempt.ts';
import { findDue, lockDeployment, takeGateTurn, takeProbeTurn } from './store.ts';

/** What the sweeper needs; `write` runs a write of the server's own in one transaction. */
export interface SweepDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

const answerMs = 10_000;
/** Longer than one question takes, so that a node that died leaves its turn to another. */
const turnSeconds = 15;
/** One failed answer may be a hiccup; the second in a row is a state. */
const failuresUntilUnhealthy = 2;

/** Does everything that is due now, once; what fails is left to the next time. */
export async function sweepDeployments(deps: SweepDeps): Promise<void> {
  const due = await findDue(deps.db, deps.clock.now());
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      // Somebody else settled it in the meantime.
      if (error instanceof DomainError && error.code === 'release.stale_fence') return;
      deps.log.warn({ err: error }, 'a deployment could not be taken further; trying again');
    }
  };
  for (const lost of due.lost) {
    await attempt(() => deps.write((context) => loseAttempt(context, lost)));
  }
  for (const id of due.queued) {
    await attempt(() => deps.write((context) => advanceDeployment(context, id)));
  }
  await Promise.all([
    ...due.gates.map((id) => attempt(() => askGate(deps, id))),
    ...due.probes.map((id) => attempt(() => probe(deps, id))),
  ]);
  for (const id of due.stale) await attempt(() => forgetHealth(deps, id));
}

/** Asks an HTTP gate once: it opens, is asked again after its interval, or is given up. */
async function askGate(deps: SweepDeps, id: Id<'attempt'>): Promise<void> {
  const turn = await deps.write(async (context) => {
    const { tx, now } = context;
    const row = await takeGateTurn(tx, id, now);
    if (!row || !('http' in row.definition)) return undefined;
    const until = row.gate_until ?? toDate(now.add({ seconds: row.definition.timeout }));
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('step_attempt')
      .set({
        state: 'running',
        gate_until: until,
        due_at: toDate(now.add({ seconds: turnSeconds })),
        ...(row.state === 'ready' ? { started_at: toDate(now) } : {}),
      })
      .where('id', '=', id)
      .execute();
    return { fence: row.fence, until, step: row.definition };
  });
  if (!turn) return;
  const { fence, step } = turn;
  const { gateHosts } = await deps.settings.read(deps.db);
  const answer = await askHttp(step.http, { hosts: gateHosts, timeoutMs: answerMs });
  await deps.write(async (context) => {
    if (answer.status === step.expect) {
      await settleAttempt(context, { id, fence }, { state: 'succeeded', says: answer.says });
      return;
    }
    if (answer.refused) {
      const outcome = { state: 'failed', says: answer.says, failure: 'refused' } as const;
      await settleAttempt(context, { id, fence }, outcome);
      return;
    }
    const next = context.now.add({ seconds: step.interval });
    const says = `${answer.says} Expected ${step.expect}.`;
    if (toDate(next) > turn.until) {
      await settleAttempt(
        context,
        { id, fence },
        {
          state: 'failed',
          says: `${says} Given up after ${step.timeout} s.`,
          failure: 'health-gate',
        },
      );
      return;
    }
    await context.tx
      .$extendTables<ReleaseTables>()
      .updateTable('step_attempt')
      .set({ due_at: toDate(next), says })
      .where('id', '=', id)
      .where('fence', '=', fence)
      .where('state', '=', 'running')
      .execute();
  });
}

/** Observes what runs, and keeps what was seen until a few intervals later. */
async function probe(deps: SweepDeps, id: Id<'deployment'>): Promise<void> {
  const turn = await deps.write(async (context) => {
    const { tx, now } = context;
    const row = await takeProbeTurn(tx, id, now);
    if (!row) return undefined;
    const next = row.probe ? toDate(now.add({ seconds: row.probe.intervalSeconds })) : null;
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('deployment')
      .set({ probe_due_at: next })
      .where('id', '=', id)
      .execute();
    return row.probe;
  });
  if (!turn) return;
  const { gateHosts } = await deps.settings.read(deps.db);
  const answer = await askHttp(turn.url, { hosts: gateHosts, timeoutMs: answerMs });
  await deps.write(async (context) => {
    const { tx, now } = context;
    const deployment = await lockDeployment(tx, id);
    if (!deployment.current) return;
    const well = answer.status === turn.expect;
    const failures = well ? 0 : deployment.probe_failures + 1;
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('deployment')
      .set({ probe_failures: failures })
      .where('id', '=', id)
      .execute();
    const until = now.add({ seconds: turn.intervalSeconds * 3 + turnSeconds });
    if (answer.refused) {
      await observeHealth(context, deployment, {
        state: 'unknown',
        says: answer.says,
        until: null,
      });
    } else if (well || failures >= failuresUntilUnhealthy) {
      const says = well ? answer.says : `${answer.says} Expected ${turn.expect}.`;
      await observeHealth(context, deployment, {
        state: well ? 'healthy' : 'unhealthy',
        says,
        until,
      });
    }
  });
}

async function forgetHealth(deps: SweepDeps, id: Id<'deployment'>): Promise<void> {
  await deps.write(async (context) => {
    const deployment = await lockDeployment(context.tx, id);
    const expired = deployment.health_until && deployment.health_until < toDate(context.now);
    if (!expired) return;
    const says = 'The last observation is too old.';
    await observeHealth(context, deployment, { state: 'unknown', says, until: null });
  });
}
