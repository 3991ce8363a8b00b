import type { Id } from '@throughline/contract';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { JobRun } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { StrategyTables } from '../tables.ts';
import { checkItselfIn } from './check-itself-in.ts';
import { figureOf } from './fed-store.ts';
import type { FeedDeps } from './feed-key-result.ts';

/**
 * Takes the figure that feeds a key result, and checks it in. One that fails is marked with what went
 * wrong and tried again with the next hour; what stood stays. Taking it again changes nothing.
 */
export async function takeFigure(
  { database, clock, write }: Pick<JobRun, 'database' | 'clock' | 'write'>,
  { readFigure, today }: Pick<FeedDeps, 'readFigure' | 'today'>,
  id: Id<'key_result'>,
): Promise<void> {
  const { db } = database;
  const settings = await figureOf(db, id);
  if (!settings) return;
  // An insight may look at much: not inside the transaction that writes.
  const taking = await readFigure({ db, now: clock.now() }, settings);
  await write(async (context) => {
    const { tx, actor } = context;
    const keyResult = await loadEntity(tx, actor, { kind: 'key_result', id }, { lock: true });
    const present = await figureOf(tx, id);
    // Its feed changed, or it closed, while the figure was asked for.
    if (JSON.stringify(present) !== JSON.stringify(settings)) return;
    if (keyResult.state !== 'active') return;
    const failed = 'fault' in taking;
    await tx
      .$extendTables<StrategyTables>()
      .updateTable('key_result')
      .set(
        failed
          ? { feed_error: taking.fault }
          : { feed_error: null, taken_on: today(context).toString() },
      )
      .where('id', '=', id)
      .execute();
    if (failed) {
      await record(context, {
        action: 'key_result.take_failed',
        entity: keyResult,
        after: { insight: settings.insight, error: taking.fault },
      });
      return;
    }
    await checkItselfIn(context, id, { via: 'insight', insight: settings.insight }, taking.values);
  });
}
