import { latestDayBegun } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Insights } from '../../../platform/insights/insight.ts';
import { DomainError } from '../../../platform/problem.ts';
import { everyMember } from '../../../platform/access/actor.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { loadTarget } from '../connection/connection-store.ts';
import { queryConnection } from '../connection/query-connection.ts';
import {
  valueOfFigure,
  valuesOfRows,
  type InsightFigure,
  type TakenSource,
  type Taking,
} from './source-rules.ts';

/** What reading a source needs of the rest. */
export interface SourceDeps {
  readonly secrets: Secrets;
  readonly runInsight: Insights['run'];
  /** The organisation's date at a moment. */
  readonly today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;
}

/**
 * What a source gives now. An insight is asked as a member without any role: a metric that every
 * member may open is fed by what every member may see, whoever defined it.
 */
export async function readSource(
  { db, now }: Pick<ReadContext, 'db' | 'now'>,
  { secrets, runInsight, today }: SourceDeps,
  source: TakenSource,
): Promise<Taking> {
  if (source.kind === 'sql') {
    const day = today({ now });
    const target = await loadTarget(db, secrets, source.connection);
    if ('fault' in target) return target;
    return valuesOfRows(await queryConnection(target, source.query), day, latestDayBegun(now));
  }
  return readFigure({ db, now }, { runInsight, today }, source);
}

/** An insight's figure as a dated value: asked as a member without any role. */
export async function readFigure(
  { db, now }: Pick<ReadContext, 'db' | 'now'>,
  { runInsight, today }: Pick<SourceDeps, 'runInsight' | 'today'>,
  wanted: InsightFigure,
): Promise<Taking> {
  try {
    const asked = { db, now, actor: everyMember('metric source') };
    const result = await runInsight(asked, wanted.insight, wanted.parameters);
    return valueOfFigure(result, wanted.figure, today({ now }), (instant) =>
      today({ now: instant }),
    );
  } catch (error) {
    if (error instanceof DomainError) return { fault: error.message };
    throw error;
  }
}
