import { idOf, plainDate, type EntityKind } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { standingOf, type Configuration, type Variation } from './rules.ts';

interface ChangeRow {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
  key: string;
  variations: Variation[];
  environment: string;
  production: boolean;
  is_on: boolean;
  configuration: Configuration;
  changed_at: Date;
  changed_by: string;
}

const mostRows = 200;

async function changes(context: ReadContext, since: Date, environment: string | undefined) {
  const { rows } = await sql<ChangeRow>`
    select entity.id, entity.kind, entity.title, entity.state, flag.key, flag.variations,
      place.title as environment, coalesce(environment.production, false) as production,
      version.is_on, version.configuration, version.changed_at, version.changed_by
    from flag_configuration_version version
    join flag on flag.id = version.flag_id
    join entity on entity.id = flag.id
    join entity place on place.id = version.environment_id
    left join environment on environment.id = version.environment_id
    where version.changed_at >= ${since} and ${visible(context.actor)}
      ${environment ? sql`and version.environment_id = ${environment}` : sql``}
    order by version.changed_at desc, version.revision desc limit ${mostRows}
  `.execute(context.db);
  return rows;
}

interface StaleRow {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
  key: string;
  changed_at: Date;
  serves: boolean;
}

/** Temporary flags that nobody touched for a while and that serve everybody the same. */
async function staleFlags(context: ReadContext, before: Date) {
  const { rows } = await sql<StaleRow>`
    select entity.id, entity.kind, entity.title, entity.state, flag.key,
      greatest(entity.updated_at, max(configured.changed_at)) as changed_at,
      bool_or(configured.is_on) as serves
    from flag join entity on entity.id = flag.id
    left join flag_configuration configured on configured.flag_id = flag.id
    where flag.temporary and entity.state = 'active' and ${visible(context.actor)}
    group by entity.id, flag.key
    having greatest(entity.updated_at, max(configured.changed_at)) < ${before}
      and bool_and(coalesce(not configured.is_on
        or (configured.configuration -> 'fallthrough' ? 'variation'
          and configured.configuration -> 'rules' = '[]'
          and configured.configuration -> 'targets' = '[]'), true))
    order by changed_at limit ${mostRows}
  `.execute(context.db);
  return rows;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What flags offer to reviews: what changed with its reach, and what should be removed. */
export const flagsInsights: readonly Insight[] = [
  insight({
    key: 'flags.changes',
    title: 'Flag changes',
    describes:
      'Every change of what flags serve since a date (28 days unless told), by environment',
    parameters: z.strictObject({
      since: plainDate.optional(),
      environment: idOf('environment').optional(),
    }),
    async run(context, { since, environment }) {
      const from = since
        ? new Date(`${since}T00:00:00Z`)
        : toDate(context.now.subtract({ hours: 28 * 24 }));
      const rows = await changes(context, from, environment);
      const inProduction = rows.filter(({ production }) => production);
      const records = [...new Map(rows.map((row) => [row.id, summaryOf(row)])).values()];
      const asOf = rows[0]?.changed_at.toISOString() ?? null;
      return {
        says: `${counted(rows.length, 'change')} of ${counted(records.length, 'flag')}, ${inProduction.length} in production.`,
        figures: [
          {
            key: 'changes',
            label: 'Changes',
            value: rows.length,
            unit: 'changes',
            asOf,
            stale: false,
            records,
          },
          {
            key: 'production',
            label: 'In production',
            value: inProduction.length,
            unit: 'changes',
            asOf: inProduction[0]?.changed_at.toISOString() ?? null,
            stale: false,
            records: [...new Map(inProduction.map((row) => [row.id, summaryOf(row)])).values()],
          },
        ],
        columns: [
          { key: 'flag', label: 'Flag' },
          { key: 'environment', label: 'Environment' },
          { key: 'serves', label: 'Serves since then' },
          { key: 'by', label: 'By' },
          { key: 'at', label: 'At' },
        ],
        rows: rows.map((row) => ({
          ref: summaryOf(row).ref,
          flag: row.title,
          environment: row.environment,
          serves: standingOf(row.is_on, row.configuration, row.variations),
          by: row.changed_by,
          at: row.changed_at.toISOString(),
        })),
        charts: [],
      };
    },
  }),
  insight({
    key: 'flags.stale',
    title: 'Flags to remove',
    describes:
      'Temporary flags that serve everybody the same everywhere and that nobody changed for a number of days (30 unless told)',
    parameters: z.strictObject({ days: z.number().int().min(1).max(1000).default(30) }),
    async run(context, { days }) {
      const rows = await staleFlags(context, toDate(context.now.subtract({ hours: days * 24 })));
      return {
        says:
          rows.length === 0
            ? `No temporary flag has stood still for ${days} days.`
            : `${counted(rows.length, 'temporary flag')} ${rows.length === 1 ? 'has' : 'have'} stood still for ${days} days.`,
        figures: [
          {
            key: 'stale',
            label: 'Flags to remove',
            value: rows.length,
            unit: 'flags',
            asOf: context.now.toString({ smallestUnit: 'millisecond' }),
            stale: false,
            records: rows.map(summaryOf),
          },
        ],
        columns: [
          { key: 'flag', label: 'Flag' },
          { key: 'key', label: 'Key' },
          { key: 'on', label: 'On somewhere' },
          { key: 'changedAt', label: 'Last changed' },
        ],
        rows: rows.map((row) => ({
          ref: summaryOf(row).ref,
          flag: row.title,
          key: row.key,
          on: row.serves ?? false,
          changedAt: row.changed_at.toISOString(),
        })),
        charts: [],
      };
    },
  }),
];
