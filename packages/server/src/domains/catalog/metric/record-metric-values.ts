import { toReference, type Id } from '@throughline/contract';
import type { Actor } from '../../../platform/access/actor.ts';
import { authorise } from '../../../platform/access/can.ts';
import { latestDayBegun, toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { CatalogTables, SourceKind } from '../tables.ts';
import { loadSourceKinds } from './metric-store.ts';

/** One value to record. */
export interface ValueToRecord {
  readonly metric: Id<'metric'>;
  readonly on: string;
  readonly value: number;
  readonly note: string;
}

/** Throws `wrong_state` where the server takes a metric's values, so that nobody records them. */
export function assertRecordable(source: SourceKind): void {
  if (source === 'insight' || source === 'sql') {
    throw problem(
      'wrong_state',
      `This metric takes its values from ${source === 'sql' ? 'a query' : 'an insight'}. Give it another source to record them.`,
    );
  }
}

/** How an actor's entry came: typed in where signed in, pushed by a program with a key. */
function entryOf(actor: Actor): 'entry' | 'api' {
  return actor.kind === 'member' && actor.scopes !== null ? 'api' : 'entry';
}

/** Inserts values without any question: of whoever has asked them all. */
export async function insertValues(
  { tx, actor, now }: WriteContext,
  values: readonly (ValueToRecord & { readonly via: SourceKind })[],
): Promise<void> {
  if (values.length === 0) return;
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('metric_value')
    .values(
      values.map(({ metric, on, value, note, via }) => ({
        metric_id: metric,
        on_day: on,
        value,
        note,
        via,
        recorded_at: toDate(now),
        recorded_by: actor.kind === 'member' ? actor.id : null,
      })),
    )
    .execute();
}

/**
 * Records values of metrics, all or none. Entries are only ever added: a second one for a day
 * corrects the first. Throws `not_found`, `forbidden`, `wrong_state`, or `invalid_input` for a day to
 * come.
 */
export async function recordMetricValues(
  context: WriteContext,
  values: readonly ValueToRecord[],
  via: SourceKind = entryOf(context.actor),
): Promise<number> {
  const { tx, actor, now } = context;
  const ids = [...new Set(values.map(({ metric }) => metric))];
  for (const id of ids) {
    const metric = await loadEntity(tx, actor, { kind: 'metric', id });
    authorise(actor, 'contributor', metric.ownerUnit);
  }
  for (const kind of (await loadSourceKinds(tx, ids)).values()) assertRecordable(kind);
  const latest = latestDayBegun(now).toString();
  const ahead = values.find(({ on }) => on > latest);
  if (ahead)
    throw problem(
      'invalid_input',
      `${ahead.on} is still to come; a value is true of a day that was.`,
    );
  await insertValues(
    context,
    values.map((one) => ({ ...one, via })),
  );
  for (const [id, recorded] of Map.groupBy(values, ({ metric }) => metric)) {
    await record(context, {
      action: 'metric.recorded',
      entity: { kind: 'metric', id },
      after: {
        metric: toReference('metric', id),
        via,
        values: recorded.map(({ on, value, note }) => ({ on, value, note })),
      },
    });
  }
  return values.length;
}
