import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { linesOf } from '../lines/store.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { backportJob, insertBackport, waiting } from './ask-backports.ts';
import { linesOfLabels, linesOfTrailers } from './backport-rules.ts';
import { moveBackport } from './move-backport.ts';
import {
  backportsOfChange,
  broughtChanges,
  changesThatMayAsk,
  landedElsewhere,
  waitingBackports,
} from './store.ts';

/** Asks for the backports that labels and trailers of changes ask for, each once and for all. */
export async function askByRules(
  context: WriteContext,
  deps: { jobs: Jobs },
  repository: Id<'repository'>,
): Promise<number> {
  const { tx, actor } = context;
  const lines = (await linesOf(tx, repository)).filter(
    ({ state, strategy }) => state === 'supported' && strategy !== 'roll-forward',
  );
  if (lines.length === 0) return 0;
  await loadEntity(tx, actor, { kind: 'repository', id: repository }, { lock: true });
  const { backports: policy } = await workflowOf(tx, repository);
  const ids = await changesThatMayAsk(tx, repository);
  if (ids.length === 0) return 0;
  let asked = 0;
  for (const change of await broughtChanges(tx, { ids })) {
    const byLabel = linesOfLabels(change.labels, policy, lines);
    const byTrailer = linesOfTrailers(change.trailers, lines);
    const wanted = [...new Set([...byLabel, ...byTrailer])];
    if (wanted.length === 0 || change.commits.length === 0) continue;
    // What was asked for once is not asked for again, whatever became of it.
    const present = await backportsOfChange(tx, change.id);
    for (const line of wanted.filter(({ id }) => !present.has(id))) {
      const how = byLabel.includes(line) ? 'label' : 'trailer';
      await insertBackport(context, deps, { change, line, how });
      asked += 1;
    }
  }
  return asked;
}

/**
 * Begins the backports whose change has landed, and gives up those whose change was given up. One
 * that needs what another is bringing to the same line goes on when that has landed. What landed
 * without us is seen to have landed.
 */
export async function goOnWaiting(
  context: WriteContext,
  deps: { jobs: Jobs },
  repository: Id<'repository'>,
): Promise<void> {
  const { tx, now } = context;
  for (const { id, target } of await landedElsewhere(tx, repository)) {
    await moveBackport(context, id, {
      state: 'landed',
      says: `It is on ${target}.`,
      landed: { at: toDate(now), by: '' },
    });
  }
  for (const { id, change, state, below } of await waitingBackports(tx, repository)) {
    if (state === 'closed') {
      await moveBackport(context, id, { state: 'withdrawn', says: 'The change was given up.' });
      continue;
    }
    if (state !== 'merged' || below) continue;
    // It may have grown since it was asked for.
    const [landed] = await broughtChanges(tx, { ids: [change] });
    await moveBackport(context, id, {
      state: 'making',
      says: 'It is being picked.',
      conflict: null,
      commits: (landed?.commits ?? []).map(({ sha, subject }) => waiting(sha, subject, 'change')),
    });
    await deps.jobs.enqueue(tx, backportJob, { backport: id });
  }
}
