import type { EntityRef, Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { mayOwn } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { settleSlo } from './settle-slo.ts';
import type { MetricFeed } from './slo-store.ts';

type Input = ParsedInput<OperationOf<'operations.createSlo'>>['body'];

/** An SLO's window as its row keeps it. */
export function windowColumns(window: Input['window']) {
  return window.kind === 'rolling'
    ? { window_days: window.days, period: null }
    : { window_days: null, period: window.period };
}

/** An SLO's indicator as its row keeps it, with the metrics that the actor sees. */
export async function indicatorColumns({ tx, actor }: WriteContext, indicator: Input['indicator']) {
  const see = async (id: Id<'metric'>) => (await loadEntity(tx, actor, { kind: 'metric', id })).id;
  switch (indicator.kind) {
    case 'counts':
      return { indicator: 'counts' as const, metric_id: null, total_metric_id: null };
    case 'share':
      return {
        indicator: 'share' as const,
        metric_id: await see(indicator.metric),
        total_metric_id: null,
      };
    case 'ratio': {
      if (indicator.good === indicator.total) {
        throw problem('invalid_input', 'indicator.total: good and all events are two metrics.');
      }
      return {
        indicator: 'ratio' as const,
        metric_id: await see(indicator.good),
        total_metric_id: await see(indicator.total),
      };
    }
  }
}

/** Promises a share of good events of a service. */
export async function createSlo(
  context: WriteContext,
  input: Input,
  metricFeed: MetricFeed,
): Promise<EntityRef<'slo'> & { revision: number }> {
  const { tx, actor } = context;
  const { objective, window, indicator } = input;
  const service = await loadEntity(tx, actor, { kind: 'service', id: input.service });
  const ownerUnit = input.ownerUnit ?? service.ownerUnit;
  if (!ownerUnit) throw problem('invalid_input', 'ownerUnit: the service has none; name one.');
  await mayOwn(context, ownerUnit);
  const columns = await indicatorColumns(context, indicator);
  const slo = await createEntity(context, {
    kind: 'slo',
    title: input.title,
    summary: input.summary,
    state: 'unknown',
    ownerUnit,
    restricted: service.restricted,
    after: { objective, window, indicator: indicator.kind },
  });
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('slo')
    .values({ id: slo.id, objective, ...windowColumns(window), ...columns })
    .execute();
  await link(context, slo, 'holds_for', service);
  for (const id of [columns.metric_id, columns.total_metric_id]) {
    if (id) await link(context, slo, 'measured_by', { kind: 'metric', id });
  }
  await settleSlo(context, slo.id, metricFeed);
  const { revision } = await loadEntity(tx, actor, { kind: 'slo', id: slo.id });
  return { ...slo, revision };
}
