import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { JobRun } from '../../../platform/jobs/jobs.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { CatalogTables } from '../tables.ts';
import { currentValues, loadSource } from './metric-store.ts';
import { readSource, type SourceDeps } from './read-source.ts';
import { insertValues } from './record-metric-values.ts';
import { isTaken, sourceColumns, type TakenSource, type Taking } from './source-rules.ts';

/**
 * Takes a metric's values from its insight or its query. A source that fails marks the metric with
 * what went wrong; the last value stays. Asking again changes nothing that stands already.
 */
export async function takeMetric(
  { database, clock, write }: Pick<JobRun, 'database' | 'clock' | 'write'>,
  deps: SourceDeps,
  id: Id<'metric'>,
): Promise<void> {
  const { db } = database;
  const source = await loadSource(db, id);
  if (!isTaken(source)) return;
  // Another database may keep us waiting: not inside a transaction of ours.
  const taking = await readSource({ db, now: clock.now() }, deps, source);
  await write((context) => keepTaking(context, deps, { id, source, taking }));
}

async function keepTaking(
  context: WriteContext,
  { today }: SourceDeps,
  { id, source, taking }: { id: Id<'metric'>; source: TakenSource; taking: Taking },
): Promise<void> {
  const { tx, actor, now } = context;
  const metric = await loadEntity(tx, actor, { kind: 'metric', id }, { lock: true });
  const present = sourceColumns(await loadSource(tx, id));
  // Its source changed while this one was asked: what it answered is no longer wanted.
  if (JSON.stringify(present) !== JSON.stringify(sourceColumns(source))) return;
  const failed = 'fault' in taking;
  await tx
    .$extendTables<CatalogTables>()
    .updateTable('metric')
    .set({
      run_at: toDate(now),
      run_error: failed ? taking.fault : null,
      ...(failed ? {} : { taken_on: today(context).toString() }),
    })
    .where('id', '=', id)
    .execute();
  if (failed) {
    await record(context, {
      action: 'metric.take_failed',
      entity: metric,
      after: { source: source.kind, error: taking.fault },
    });
    return;
  }
  const days = taking.values.map(({ on }) => on);
  const standing = await currentValues(tx, id, days);
  const fresh = taking.values.filter(({ on, value }) => standing.get(on)?.value !== value);
  await insertValues(
    context,
    fresh.map((one) => ({ metric: id, ...one, note: '', via: source.kind })),
  );
  await record(context, {
    action: 'metric.taken',
    entity: metric,
    after: { source: source.kind, values: fresh },
  });
}
