import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { askHttp } from '../ask-http.ts';
import type { ReleaseTables } from '../tables.ts';
import { takeProbeTurn } from './due-store.ts';
import { observeHealth } from './report-health.ts';
import { lockDeployment } from './store.ts';
import type { SweepDeps } from './sweep-deps.ts';

const answerMs = 10_000;
const turnSeconds = 15;
/** One failed answer may be a hiccup; the second in a row is a state. */
const failuresUntilUnhealthy = 2;

/** Observes what runs, and keeps what was seen until a few intervals later. */
export async function probeHealth(deps: SweepDeps, id: Id<'deployment'>): Promise<void> {
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

/** Health that was observed too long ago is not known any more. */
export async function forgetHealth(deps: SweepDeps, id: Id<'deployment'>): Promise<void> {
  await deps.write(async (context) => {
    const deployment = await lockDeployment(context.tx, id);
    const expired = deployment.health_until && deployment.health_until < toDate(context.now);
    if (!expired) return;
    const says = 'The last observation is too old.';
    await observeHealth(context, deployment, { state: 'unknown', says, until: null });
  });
}
