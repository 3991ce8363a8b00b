import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { settleSlo } from './settle-slo.ts';
import { loadSlo, type MetricFeed } from './slo-store.ts';

type Counts = ParsedInput<OperationOf<'operations.recordSloCounts'>>['body']['counts'];

/**
 * Takes in good and all events of spans of time; one that begins as one before takes its place, so
 * that a report may come twice. Throws `wrong_state` where the SLO is measured by a metric.
 */
export async function recordSloCounts(
  context: WriteContext,
  id: Id<'slo'>,
  counts: Counts,
  metricFeed: MetricFeed,
): Promise<number> {
  const { tx, now } = context;
  const slo = await loadToChange(context, { kind: 'slo', id });
  if (slo.state === 'retired') throw problem('wrong_state', 'This SLO is retired.');
  if ((await loadSlo(tx, id)).indicator !== 'counts') {
    throw problem('wrong_state', 'This SLO is measured by a metric: record the metric’s values.');
  }
  const ahead = counts.find(({ from }) => Date.parse(from) > now.epochMilliseconds + 60_000);
  if (ahead) throw problem('invalid_input', `counts: ${ahead.from} is still to come.`);
  const latest = [...new Map(counts.map((one) => [Date.parse(one.from), one])).values()];
  await sql`
    insert into slo_count (slo_id, at, seconds, good, total)
    select ${id}, * from unnest(${latest.map(({ from }) => from)}::timestamptz[],
      ${latest.map(({ seconds }) => seconds)}::integer[],
      ${latest.map(({ good }) => good)}::bigint[], ${latest.map(({ total }) => total)}::bigint[])
    on conflict (slo_id, at) do update
      set seconds = excluded.seconds, good = excluded.good, total = excluded.total
  `.execute(tx);
  await settleSlo(context, id, metricFeed);
  return latest.length;
}
