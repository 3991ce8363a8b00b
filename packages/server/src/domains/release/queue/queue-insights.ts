import { plainDate, toReference } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';

const queueHealth = insight({
  key: 'release.queue-health',
  title: 'Merge queues',
  describes:
    'What the merge queues settled since a date: how many changes landed, how long that took, how many were put out, and how many builds it needed',
  parameters: z.strictObject({ since: plainDate.optional() }),
  async run(context, parameters) {
    const since =
      parameters.since === undefined
        ? toDate(context.now.subtract({ hours: 28 * 24 }))
        : new Date(`${parameters.since}T00:00:00Z`);
    const { rows } = await sql<{
      repository: string;
      title: string;
      landed: number;
      out: number;
      minutes: number | null;
      builds: number;
      last: Date;
    }>`
      select entry.repository_id as repository, home.title,
        count(*) filter (where entry.state = 'landed')::int as landed,
        count(*) filter (where entry.state = 'out')::int as out,
        (percentile_cont(0.5) within group (order by extract(epoch from entry.settled_at - entry.queued_at))
          filter (where entry.state = 'landed') / 60)::float8 as minutes,
        (select count(*)::int from queue_build build where build.repository_id = entry.repository_id
          and build.started_at >= ${since} and build.state <> 'stopped') as builds,
        max(entry.settled_at) as last
      from queue_entry entry
      join entity on entity.id = entry.change_id and ${visible(context.actor)}
      join entity home on home.id = entry.repository_id and ${visible(context.actor, 'home')}
      where entry.settled_at >= ${since} and entry.state in ('landed', 'out')
      group by entry.repository_id, home.title order by home.title, entry.repository_id
    `.execute(context.db);
    const landed = rows.reduce((sum, row) => sum + row.landed, 0);
    const out = rows.reduce((sum, row) => sum + row.out, 0);
    const last = rows.map((row) => row.last.getTime()).toSorted((one, other) => other - one)[0];
    const asOf = last === undefined ? null : new Date(last).toISOString();
    const records = rows.slice(0, 200).map((row) => ({
      ref: toReference('repository', row.repository),
      kind: 'repository' as const,
      title: row.title,
      state: 'connected',
    }));
    const figure = { asOf, stale: false, records };
    const share = landed + out === 0 ? null : Math.round((out / (landed + out)) * 1000) / 10;
    return {
      says: `${landed} ${landed === 1 ? 'change' : 'changes'} landed by merge queues, ${out} ${out === 1 ? 'was' : 'were'} put out.`,
      figures: [
        { key: 'landed', label: 'Landed', value: landed, unit: '', ...figure },
        { key: 'put_out_share', label: 'Put out', value: share, unit: '%', ...figure },
      ],
      columns: [
        { key: 'repository', label: 'Repository' },
        { key: 'landed', label: 'Landed' },
        { key: 'out', label: 'Put out' },
        { key: 'minutes', label: 'Minutes to land, median' },
        { key: 'builds', label: 'Builds' },
      ],
      rows: rows.map((row) => ({
        repository: row.title,
        landed: row.landed,
        out: row.out,
        minutes: row.minutes === null ? null : Math.round(row.minutes * 10) / 10,
        builds: row.builds,
      })),
      charts: [
        {
          key: 'settled',
          title: 'Landed and put out',
          form: 'bars' as const,
          unit: '',
          target: null,
          series: [
            {
              key: 'landed',
              label: 'Landed',
              points: rows.map((row) => ({ at: row.title, value: row.landed })),
            },
            {
              key: 'out',
              label: 'Put out',
              points: rows.map((row) => ({ at: row.title, value: row.out })),
            },
          ],
        },
      ],
    };
  },
});

/** What reviews can ask of the merge queues. */
export const queueInsights: readonly Insight[] = [queueHealth];
