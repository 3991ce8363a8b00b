import { usualFreshness, type Id } from '@throughline/contract';
import { reading, type ReadContext, type WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import type { InsightFigure, MetricFeed, Taking } from '../../catalog/index.ts';
import { loadKeyResult } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { checkItselfIn } from './check-itself-in.ts';

/** What feeding key results needs of the rest. */
export interface FeedDeps {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly metricFeed: (
    context: ReadContext,
    id: Id<'metric'>,
    from: string,
  ) => Promise<MetricFeed>;
  readonly readFigure: (
    context: Pick<ReadContext, 'db' | 'now'>,
    figure: InsightFigure,
  ) => Promise<Taking>;
  readonly offersInsight: (key: string) => boolean;
  /** The organisation's date at a moment. */
  readonly today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;
}

/** The job that takes one key result's figure; its input names the key result. */
export const takeFigureJob = 'strategy.take-figure';

/** What is to feed a key result: a metric, a figure, or null for people alone; undefined: as it is. */
export interface WantedFeed {
  readonly metric?: Id<'metric'> | null | undefined;
  readonly insight?: InsightFigure | null | undefined;
}

/**
 * Gives a key result what feeds it: it checks itself in at once where a metric has a value, and with
 * the next run where a figure is to be taken. Throws `invalid_input` for both at once, `not_found`
 * for a metric that the actor doesn't see, `insight.unknown`.
 */
export async function feedKeyResult(
  context: WriteContext,
  deps: FeedDeps,
  id: Id<'key_result'>,
  { metric, insight }: WantedFeed,
): Promise<void> {
  const { tx, actor } = context;
  if (metric && insight) {
    throw problem('invalid_input', 'body.insight: a metric feeds it already. Choose one of them.');
  }
  if (insight && !deps.offersInsight(insight.insight)) {
    throw problem('insight.unknown', `There is no insight “${insight.insight}”. List them first.`);
  }
  const { feed } = await loadKeyResult(tx, id);
  if (metric) {
    await loadEntity(tx, actor, { kind: 'metric', id: metric });
    await replaceFeed(context, id, { metric, figure: null });
    await followMetric(context, deps, id, metric, deps.today(context).toString());
  } else if (insight) {
    await replaceFeed(context, id, { metric: null, figure: insight });
    await deps.jobs.enqueue(tx, takeFigureJob, { keyResult: id });
  } else if ((metric === null && feed === 'metric') || (insight === null && feed === 'insight')) {
    await replaceFeed(context, id, { metric: null, figure: null });
  }
}

async function replaceFeed(
  context: WriteContext,
  id: Id<'key_result'>,
  { metric, figure }: { metric: Id<'metric'> | null; figure: InsightFigure | null },
): Promise<void> {
  const wanted = metric ? [{ entity: { kind: 'metric' as const, id: metric } }] : [];
  await replaceLinks(context, { kind: 'key_result', id }, 'measured_by', ['metric'], wanted);
  await context.tx
    .$extendTables<StrategyTables>()
    .updateTable('key_result')
    .set({
      feed: metric ? 'metric' : figure ? 'insight' : 'hand',
      feed_settings: figure && JSON.stringify(figure),
      // A metric says its own freshness when it is followed.
      fresh_days: metric || figure ? usualFreshness.insight : null,
      taken_on: null,
      feed_error: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Brings a key result to what its metric says: its freshness, and its values from a day on. */
export async function followMetric(
  context: WriteContext,
  { metricFeed }: Pick<FeedDeps, 'metricFeed'>,
  id: Id<'key_result'>,
  metric: Id<'metric'>,
  from: string,
): Promise<void> {
  const { freshnessDays, values } = await metricFeed(reading(context), metric, from);
  await context.tx
    .$extendTables<StrategyTables>()
    .updateTable('key_result')
    .set({ fresh_days: freshnessDays })
    .where('id', '=', id)
    .execute();
  await checkItselfIn(context, id, { via: 'metric', metric }, values);
}
