import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { indicatorColumns, windowColumns } from './create-slo.ts';
import { settleSlo } from './settle-slo.ts';
import type { MetricFeed } from './slo-store.ts';

type Input = ParsedInput<OperationOf<'operations.changeSlo'>>['body'];

/** Changes an SLO; its budget is looked at anew. */
export async function changeSlo(
  context: WriteContext,
  id: Id<'slo'>,
  { title, summary, objective, window, indicator, retired }: Input,
  metricFeed: MetricFeed,
): Promise<number> {
  const { tx, actor } = context;
  const slo = await loadToChange(context, { kind: 'slo', id });
  const columns = {
    ...(objective === undefined ? {} : { objective }),
    ...(window === undefined ? {} : windowColumns(window)),
    ...(indicator === undefined ? {} : await indicatorColumns(context, indicator)),
  };
  const state = retired
    ? 'retired'
    : retired === false && slo.state === 'retired'
      ? 'unknown'
      : undefined;
  await changeEntity(context, slo, {
    ...(state === 'retired' ? { action: 'slo.retired' } : {}),
    title,
    summary,
    state,
    after: {
      ...(objective === undefined ? {} : { objective }),
      ...(window === undefined ? {} : { window }),
      ...(indicator === undefined ? {} : { indicator: indicator.kind }),
    },
  });
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('slo')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  if ('metric_id' in columns) {
    const wanted = [columns.metric_id, columns.total_metric_id].flatMap((metric) =>
      metric ? [{ entity: { kind: 'metric' as const, id: metric } }] : [],
    );
    await replaceLinks(context, slo, 'measured_by', ['metric'], wanted);
  }
  await settleSlo(context, id, metricFeed);
  return (await loadEntity(tx, actor, { kind: 'slo', id })).revision;
}
