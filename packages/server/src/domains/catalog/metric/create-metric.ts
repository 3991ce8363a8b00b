import {
  usualFreshness,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { CatalogTables } from '../tables.ts';
import { authoriseSource, toldSource } from './authorise-source.ts';
import { sourceColumns } from './source-rules.ts';

type Input = ParsedInput<OperationOf<'catalog.createMetric'>>['body'];

/** Defines a metric, where its values come from, and what it measures. */
export async function createMetric(
  context: WriteContext,
  offersInsight: (key: string) => boolean,
  input: Input,
): Promise<EntityRef<'metric'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const { definition, unit, direction, source } = input;
  await authoriseSource(context, offersInsight, source);
  const freshnessDays = input.freshnessDays ?? usualFreshness[source.kind];
  const target = input.target ?? null;
  const metric = await createEntity(context, {
    kind: 'metric',
    title: input.title,
    summary: definition,
    state: 'active',
    ownerUnit: input.ownerUnit,
    after: { unit, direction, target, freshnessDays, source: toldSource(source) },
  });
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('metric')
    .values({
      id: metric.id,
      definition,
      unit,
      direction,
      target,
      freshness_days: freshnessDays,
      ...sourceColumns(source),
    })
    .execute();
  await replaceMeasured(context, metric, input.measures);
  return metric;
}

/** Makes a metric the measure of the given products, features and services, and of no others. */
export async function replaceMeasured(
  context: WriteContext,
  metric: EntityRef<'metric'>,
  measures: Input['measures'],
): Promise<void> {
  const measured = measures.map((entity) => ({ entity }));
  const kinds = ['product', 'feature', 'service'] as const;
  await replaceLinks(context, metric, 'measured_by', kinds, measured, 'to');
}
