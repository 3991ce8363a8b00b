import { idOf, type EntityKind, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, summaryOf } from '../../../platform/entities/entity.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { variationName } from '../rules.ts';
import { loadFlag } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { emptySketch, mergeSketch, sketchEstimate } from './unique-sketch-rules.ts';

interface Place {
  readonly flag: Id<'flag'>;
  readonly environment: Id<'environment'>;
  readonly from: Temporal.PlainDate;
}

async function evaluationsByDay(context: ReadContext, { flag, environment, from }: Place) {
  const { rows } = await sql<{ day: string; variation: number; evaluations: string; last: Date }>`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, variation,
      sum(evaluations) as evaluations, max(hour) as last
    from flag_evaluation_count
    where flag_id = ${flag} and environment_id = ${environment}
      and hour >= ${`${from.toString()}T00:00:00Z`}
    group by 1, 2 order by 1, 2
  `.execute(context.db);
  return rows.map((row) => ({ ...row, evaluations: Number(row.evaluations) }));
}

/** About how many different contexts got each variation, with and within experiments. */
async function uniqueContexts(context: ReadContext, { flag, environment, from }: Place) {
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_unique_contexts')
    .select(['variation', 'experiment', 'registers'])
    .where('flag_id', '=', flag)
    .where('environment_id', '=', environment)
    .where('day', '>=', from.toString())
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ variation }) => variation)].map(([variation, of]) => {
      const [any, within] = [emptySketch(), emptySketch()];
      for (const { experiment, registers } of of) {
        mergeSketch(any, registers);
        if (experiment) mergeSketch(within, registers);
      }
      return [variation, { contexts: sketchEstimate(any), inExperiment: sketchEstimate(within) }];
    }),
  );
}

const exposures = insight({
  key: 'flags.exposures',
  title: 'Evaluations of a flag',
  describes:
    'How often SDKs served each variation of a flag in an environment, and to about how many different contexts (± 1.6 %), in a number of days (28 unless told)',
  parameters: z.strictObject({
    flag: idOf('flag'),
    environment: idOf('environment'),
    days: z.number().int().min(1).max(400).default(28),
  }),
  async run(context, { flag, environment, days }) {
    const entity = await loadEntity(context.db, context.actor, { kind: 'flag', id: flag });
    const shown = await loadEntity(context.db, context.actor, {
      kind: 'environment',
      id: environment,
    });
    const today = context.now.toZonedDateTimeISO('UTC').toPlainDate();
    const from = today.subtract({ days: days - 1 });
    const place = { flag, environment, from };
    const { variations } = await loadFlag(context.db, flag);
    const counted = await evaluationsByDay(context, place);
    const unique = await uniqueContexts(context, place);
    const served = [...new Set([...counted.map(({ variation }) => variation), ...unique.keys()])]
      // The caller's own default comes last.
      .toSorted((one, other) => (one < 0 ? 1000 : one) - (other < 0 ? 1000 : other))
      .map((variation) => {
        const of = counted.filter((row) => row.variation === variation);
        return {
          variation,
          name: variationName(variations, variation < 0 ? null : variation),
          evaluations: of.reduce((sum, { evaluations }) => sum + evaluations, 0),
          contexts: unique.get(variation)?.contexts ?? 0,
          inExperiment: unique.get(variation)?.inExperiment ?? 0,
          byDay: new Map(of.map(({ day, evaluations }) => [day, evaluations])),
        };
      });
    const total = served.reduce((sum, { evaluations }) => sum + evaluations, 0);
    const last = counted.reduce<Date | null>(
      (latest, row) => (latest === null || row.last > latest ? row.last : latest),
      null,
    );
    const asOf = last?.toISOString() ?? null;
    const records = [summaryOf({ ...entity, id: flag })];
    return {
      says:
        total === 0
          ? `${shown.title} has not evaluated this flag in ${days} days, as far as SDKs report.`
          : `${total} evaluations in ${shown.title} in ${days} days: ${served
              .map(
                ({ name, evaluations }) => `${name} ${Math.round((evaluations / total) * 100)} %`,
              )
              .join(', ')}.`,
      figures: [
        {
          key: 'evaluations',
          label: 'Evaluations',
          value: total,
          unit: 'evaluations',
          asOf,
          stale: false,
          records,
        },
        ...served.map(({ variation, name, contexts }) => ({
          key: `contexts-${variation}`,
          label: `Contexts that got ${name}`,
          value: contexts,
          unit: 'contexts',
          asOf,
          stale: false,
          records,
        })),
      ],
      columns: [
        { key: 'variation', label: 'Variation' },
        { key: 'evaluations', label: 'Evaluations' },
        { key: 'contexts', label: 'Different contexts' },
        { key: 'inExperiment', label: 'Of them in an experiment' },
      ],
      rows: served.map(({ name, evaluations, contexts, inExperiment }) => ({
        variation: name,
        evaluations,
        contexts,
        inExperiment,
      })),
      charts:
        total === 0
          ? []
          : [
              {
                key: 'evaluations',
                title: 'Evaluations by day',
                form: 'line' as const,
                unit: 'evaluations',
                target: null,
                series: served.map(({ variation, name, byDay }) => ({
                  key: String(variation),
                  label: name,
                  points: Array.from({ length: days }, (_, at) => {
                    const day = from.add({ days: at }).toString();
                    return { at: day, value: byDay.get(day) ?? 0 };
                  }),
                })),
              },
            ],
    };
  },
});

interface UnusedRow {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
  key: string;
  temporary: boolean;
  last: Date | null;
  created_at: Date;
}

const mostRows = 200;

/** Active flags that nothing has evaluated since a moment, and that are older than it. */
async function unusedFlags(context: ReadContext, before: Date): Promise<UnusedRow[]> {
  const { rows } = await sql<UnusedRow>`
    select entity.id, entity.kind, entity.title, entity.state, flag.key, flag.temporary,
      entity.created_at, (select max(hour) from flag_evaluation_count where flag_id = flag.id) as last
    from flag join entity on entity.id = flag.id
    where entity.state = 'active' and entity.created_at < ${before} and ${visible(context.actor)}
      and not exists (
        select from flag_evaluation_count where flag_id = flag.id and hour >= ${before})
    order by entity.created_at limit ${mostRows}
  `.execute(context.db);
  return rows;
}

const unused = insight({
  key: 'flags.unused',
  title: 'Flags that nothing evaluates',
  describes:
    'Active flags that no SDK and no call has evaluated anywhere for a number of days (30 unless told)',
  parameters: z.strictObject({ days: z.number().int().min(1).max(1000).default(30) }),
  async run(context, { days }) {
    const rows = await unusedFlags(context, toDate(context.now.subtract({ hours: days * 24 })));
    return {
      says:
        rows.length === 0
          ? `Every flag was evaluated within ${days} days.`
          : `${rows.length} ${rows.length === 1 ? 'flag was' : 'flags were'} not evaluated for ${days} days.`,
      figures: [
        {
          key: 'unused',
          label: 'Flags that nothing evaluates',
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
        { key: 'temporary', label: 'Temporary' },
        { key: 'last', label: 'Last evaluated' },
      ],
      rows: rows.map((row) => ({
        ref: summaryOf(row).ref,
        flag: row.title,
        key: row.key,
        temporary: row.temporary,
        last: row.last?.toISOString() ?? null,
      })),
      charts: [],
    };
  },
});

/** What evaluations tell: who got what of a flag, and which flags nothing asks for. */
export const exposureInsights: readonly Insight[] = [exposures, unused];
