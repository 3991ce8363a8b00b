import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { askHttp, type HttpAnswer } from '../ask-http.ts';
import type { RevisionProbe } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';
import { takeRevisionTurn } from './due-store.ts';
import { deploymentRef } from './move-deployment.ts';
import { isIntended, readRevision } from './revision-rules.ts';
import { lockDeployment } from './store.ts';
import type { SweepDeps } from './sweep-deps.ts';

const answerMs = 10_000;
const keepBytes = 256 * 1024;

/** Reads which revision runs, and states where it is another than the deployed one, or again is. */
export async function observeRevision(deps: SweepDeps, id: Id<'deployment'>): Promise<void> {
  const turn = await deps.write(async (context) => {
    const { tx, now } = context;
    const row = await takeRevisionTurn(tx, id, now);
    if (!row) return undefined;
    const { revision_probe: probe } = row;
    const next = probe ? toDate(now.add({ seconds: probe.interval })) : null;
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('deployment')
      .set({ revision_due_at: next })
      .where('id', '=', id)
      .execute();
    return probe && { probe, intended: [row.sha, row.version, row.tag] };
  });
  if (!turn) return;
  const { gateHosts } = await deps.settings.read(deps.db);
  const answer = await askHttp(turn.probe.http, {
    hosts: gateHosts,
    timeoutMs: answerMs,
    keepBytes,
  });
  await deps.write((context) => keep(context, id, turn, answer));
}

async function keep(
  context: WriteContext,
  id: Id<'deployment'>,
  { probe, intended }: { probe: RevisionProbe; intended: readonly string[] },
  answer: HttpAnswer,
): Promise<void> {
  const { tx, now } = context;
  const deployment = await lockDeployment(tx, id);
  if (!deployment.current) return;
  const revision = readRevision(probe, answer);
  const says = revision === null ? `No revision could be read. ${answer.says}` : answer.says;
  // Nothing read is no drift: what was known stays, with its age.
  const drifts =
    revision === null ? deployment.drift_since !== null : !isIntended(revision, intended);
  const at = toDate(now);
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({
      observed_says: says,
      ...(revision === null ? {} : { observed_revision: revision, observed_at: at }),
      drift_since: drifts ? (deployment.drift_since ?? at) : null,
    })
    .where('id', '=', id)
    .execute();
  if (drifts === (deployment.drift_since !== null)) return;
  await changeEntity({ ...context, ifMatch: undefined }, deploymentRef(id), {
    action: drifts ? 'deployment.drift_began' : 'deployment.drift_ended',
    after: { observed: revision, intended: intended[0] ?? '' },
  });
}
