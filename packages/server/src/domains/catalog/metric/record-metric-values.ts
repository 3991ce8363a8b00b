import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { CatalogTables } from '../tables.ts';

/** One value to record. */
export interface ValueToRecord {
  readonly metric: Id<'metric'>;
  readonly on: string;
  readonly value: number;
  readonly note: string;
}

/**
 * Records values of metrics, all or none. Entries are only ever added: a second one for a day
 * corrects the first. Throws `not_found`, `forbidden`, or `invalid_input` for a day to come.
 */
export async function recordMetricValues(
  context: WriteContext,
  values: readonly ValueToRecord[],
  today: Temporal.PlainDate,
): Promise<number> {
  const { tx, actor, now } = context;
  for (const id of new Set(values.map(({ metric }) => metric))) {
    const metric = await loadEntity(tx, actor, { kind: 'metric', id });
    authorise(actor, 'contributor', metric.ownerUnit);
  }
  const ahead = values.find(({ on }) => on > today.toString());
  if (ahead)
    throw problem(
      'invalid_input',
      `${ahead.on} is still to come; a value is true of a day that was.`,
    );
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('metric_value')
    .values(
      values.map(({ metric, on, value, note }) => ({
        metric_id: metric,
        on_day: on,
        value,
        note,
        recorded_at: toDate(now),
        recorded_by: actor.kind === 'member' ? actor.id : null,
      })),
    )
    .execute();
  for (const [id, recorded] of Map.groupBy(values, ({ metric }) => metric)) {
    await record(context, {
      action: 'metric.recorded',
      entity: { kind: 'metric', id },
      after: {
        metric: toReference('metric', id),
        values: recorded.map(({ on, value, note }) => ({ on, value, note })),
      },
    });
  }
  return values.length;
}
