import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { CatalogTables } from '../tables.ts';
import { authoriseSource, toldSource } from './authorise-source.ts';
import { replaceMeasured } from './create-metric.ts';
import { sourceColumns } from './source-rules.ts';

type Input = ParsedInput<OperationOf<'catalog.changeMetric'>>['body'];

/** Changes a metric's definition, source, target or freshness; its values stay as they were recorded. */
export async function changeMetric(
  context: WriteContext,
  offersInsight: (key: string) => boolean,
  id: Id<'metric'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const metric = await loadEntity(tx, actor, { kind: 'metric', id }, { lock: true });
  authorise(actor, 'contributor', metric.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const { title, ownerUnit, measures, freshnessDays, source, ...terms } = input;
  if (source) await authoriseSource(context, offersInsight, source);
  const revision = await changeEntity(context, metric, {
    title,
    summary: terms.definition,
    ownerUnit,
    after: {
      ...terms,
      ...(freshnessDays === undefined ? {} : { freshnessDays }),
      ...(source === undefined ? {} : { source: toldSource(source) }),
    },
  });
  const columns = {
    ...(terms.definition === undefined ? {} : { definition: terms.definition }),
    ...(terms.unit === undefined ? {} : { unit: terms.unit }),
    ...(terms.direction === undefined ? {} : { direction: terms.direction }),
    ...(terms.target === undefined ? {} : { target: terms.target }),
    ...(freshnessDays === undefined ? {} : { freshness_days: freshnessDays }),
    // What an earlier source did is said of that one.
    ...(source === undefined
      ? {}
      : { ...sourceColumns(source), taken_on: null, run_at: null, run_error: null }),
  };
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<CatalogTables>()
      .updateTable('metric')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  if (measures) await replaceMeasured(context, metric, measures);
  return revision;
}
