import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { latestDayBegun } from '../../../platform/clock.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import { reading } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { daysOf, readCsv, withEffects, type CheckedRow } from './upload-rules.ts';
import { currentValues, loadSource } from './metric-store.ts';
import { assertRecordable, recordMetricValues } from './record-metric-values.ts';

type Checked = OutputOf<OperationOf<'catalog.checkMetricCsv'>>;
type Imported = OutputOf<OperationOf<'catalog.importMetricCsv'>>;

async function checkedRows(
  { db, actor, now }: ReadContext,
  id: Id<'metric'>,
  csv: string,
): Promise<CheckedRow[]> {
  const metric = await loadEntity(db, actor, { kind: 'metric', id });
  authorise(actor, 'contributor', metric.ownerUnit);
  assertRecordable((await loadSource(db, id)).kind);
  const rows = readCsv(csv, latestDayBegun(now));
  return withEffects(rows, await currentValues(db, id, daysOf(rows)));
}

/** What a file of values would do to a metric, row by row. Throws as `recordMetricValues` does. */
export async function checkMetricCsv(
  context: ReadContext,
  id: Id<'metric'>,
  csv: string,
): Promise<Checked> {
  const rows = await checkedRows(context, id, csv);
  return { rows, faults: rows.filter(({ fault }) => fault !== null).length };
}

/**
 * Records the values of a file, all or none; what stands already is left alone, so that the same file
 * twice changes nothing. Throws `invalid_input` with the fault of each row.
 */
export async function importMetricCsv(
  context: WriteContext,
  id: Id<'metric'>,
  csv: string,
): Promise<Imported> {
  // Two uploads at once: the second one sees what the first one recorded.
  await loadEntity(context.tx, context.actor, { kind: 'metric', id }, { lock: true });
  const rows = await checkedRows(reading(context), id, csv);
  const faults = rows.filter(({ fault }) => fault !== null);
  const [first] = faults;
  if (first) {
    throw problem('invalid_input', `Line ${first.line}: ${first.fault}`, {
      errors: faults
        .slice(0, 100)
        .map(({ line, fault }) => ({ where: `body.csv.${line}`, message: fault })),
    });
  }
  const values = rows.flatMap(({ on, value, note, effect }) =>
    effect === 'unchanged' || value === null ? [] : [{ metric: id, on, value, note }],
  );
  if (values.length > 0) await recordMetricValues(context, values, 'csv');
  return { recorded: values.length, unchanged: rows.length - values.length };
}
