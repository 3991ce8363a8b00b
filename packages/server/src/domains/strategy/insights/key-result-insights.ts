import {
  keyResultStatuses,
  parseReference,
  type EntitySummary,
  type InsightResult,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import {
  keyResultNumbers,
  keyResultsOf,
  type KeyResultRow,
} from '../key-result/key-result-views.ts';
import { objectivesOfPeriod, type ObjectiveRow } from '../objective/objective-views.ts';
import {
  columns,
  count,
  counted,
  figure,
  fiscalQuarter,
  most,
  ofUnit,
  unitsOf,
  words,
  type Today,
} from './figure.ts';

const summary = ({ ref, title, state }: KeyResultRow): EntitySummary => ({
  ref,
  kind: 'key_result',
  title,
  state,
});
const objectiveSummary = ({ ref, title, state }: ObjectiveRow): EntitySummary => ({
  ref,
  kind: 'objective',
  title,
  state,
});

function keyResults(today: Today): Insight {
  return insight({
    key: 'strategy.key-results',
    title: 'Key results: progress and confidence',
    describes: 'Status, staleness, progress and confidence of the key results that are worked on',
    parameters: ofUnit,
    async run(context, { unit }) {
      const units = await unitsOf(context, today, unit);
      const items = await keyResultsOf(context, today(context), units, most);
      const withStatus = (status: KeyResultRow['status']) =>
        items.filter((row) => row.status === status).map(summary);
      const stale = items.filter((row) => row.stale).map(summary);
      return {
        says: `${counted(items.length, 'key result')}: ${withStatus('off-track').length} off track, ${withStatus('at-risk').length} at risk, ${stale.length} without a recent check-in.`,
        figures: [
          ...keyResultStatuses.map((status) =>
            count(context, `status.${status}`, words(status), 'key results', withStatus(status)),
          ),
          count(context, 'status.none', 'No status yet', 'key results', withStatus(null)),
          count(context, 'stale', 'Without a recent check-in', 'key results', stale),
        ],
        columns: columns({
          keyResult: 'Key result',
          objective: 'Objective',
          owner: 'Owner',
          progress: 'Progress',
          confidence: 'Confidence',
          confidenceChange: 'Change',
          status: 'Status',
          grade: 'Grade',
          checkedInOn: 'Check-in',
          stale: 'Stale',
        }),
        rows: items.map((row) => ({
          ref: row.ref,
          keyResult: row.title,
          objective: row.objective?.title ?? null,
          owner: row.owner?.name ?? null,
          progress: row.progress,
          confidence: row.confidence,
          confidenceChange: row.confidenceChange,
          status: row.status && words(row.status),
          grade: row.grade,
          checkedInOn: row.checkedInOn,
          stale: row.stale,
        })),
        charts: [],
      };
    },
  });
}

/** The mean of the confidence that was last said of each key result, at the end of each of 12 weeks. */
async function confidenceByWeek(
  context: ReadContext,
  today: Temporal.PlainDate,
  units: readonly string[] | undefined,
): Promise<{ at: string; value: number | null }[]> {
  const { rows } = await sql<{ at: string; value: number | null }>`
    select week.at::date as at, avg(last.confidence)::double precision as value
    from generate_series(${today.toString()}::date - 77, ${today.toString()}::date, interval '7 days') as week (at)
    left join lateral (
      select distinct on (check_in.key_result_id) check_in.confidence
      from check_in join entity on entity.id = check_in.key_result_id
      where check_in.on_day <= week.at::date and check_in.confidence is not null and entity.state = 'active' and ${visible(context.actor)}
        ${units ? sql`and entity.owner_unit_id = any(${[...units]}::uuid[])` : sql``}
      order by check_in.key_result_id, check_in.on_day desc, check_in.id desc
    ) as last on true
    group by week.at order by week.at
  `.execute(context.db);
  return rows;
}

function confidence(today: Today): Insight {
  return insight({
    key: 'strategy.confidence',
    title: 'Confidence trend',
    describes: 'How sure people are of their key results, over twelve weeks and since last time',
    parameters: ofUnit,
    async run(context, { unit }) {
      const units = await unitsOf(context, today, unit);
      const day = today(context);
      const items = await keyResultsOf(context, day, units, most);
      const said = items.filter((row) => row.confidence !== null);
      const down = items.filter((row) => (row.confidenceChange ?? 0) < 0);
      const low = said.filter((row) => (row.confidence ?? 0) < 5);
      const points = await confidenceByWeek(context, day, units);
      const mean = points.at(-1)?.value ?? null;
      const change = (row: KeyResultRow) => row.confidenceChange ?? 0;
      return {
        says:
          mean === null
            ? 'Nobody has checked in yet.'
            : `Confidence is ${mean.toFixed(1)} of 10 on average; it fell for ${counted(down.length, 'key result')}, and is below 5 for ${low.length}.`,
        figures: [
          figure(context, 'mean', 'Mean confidence', mean, 'of 10', said.map(summary)),
          count(context, 'fell', 'Confidence fell', 'key results', down.map(summary)),
          count(context, 'low', 'Confidence below 5', 'key results', low.map(summary)),
        ],
        columns: columns({
          keyResult: 'Key result',
          owner: 'Owner',
          confidence: 'Confidence',
          confidenceChange: 'Change',
          progress: 'Progress',
          checkedInOn: 'Check-in',
          stale: 'Stale',
        }),
        rows: items
          .toSorted((one, other) => change(one) - change(other))
          .map((row) => ({
            ref: row.ref,
            keyResult: row.title,
            owner: row.owner?.name ?? null,
            confidence: row.confidence,
            confidenceChange: row.confidenceChange,
            progress: row.progress,
            checkedInOn: row.checkedInOn,
            stale: row.stale,
          })),
        charts: [
          {
            key: 'confidence',
            title: 'Mean confidence by week',
            form: 'line',
            unit: 'of 10',
            target: null,
            series: [{ key: 'mean', label: 'Mean confidence', points }],
          },
        ],
      };
    },
  });
}

/** Good from 0.7, fair from 0.4, poor below: of the grade, or of the progress until there is one. */
const bands = [
  ['good', '0.7 and more', (score: number) => score >= 0.7],
  ['fair', '0.4 to 0.7', (score: number) => score >= 0.4 && score < 0.7],
  ['poor', 'Below 0.4', (score: number) => score < 0.4],
] as const;

const scored = ({ grade, progress }: { grade: number | null; progress: number | null }) =>
  grade ?? progress;

function grades(today: Today): Insight {
  return insight({
    key: 'strategy.grades',
    title: 'Grades of objectives and key results',
    describes:
      'What objectives and key results of a fiscal year or quarter came to; progress where no grade was given yet',
    parameters: z.strictObject({
      ...ofUnit.shape,
      fiscalYear: z.number().int().optional(),
      fiscalQuarter: fiscalQuarter.optional(),
    }),
    async run(context, { unit, fiscalYear, fiscalQuarter: of }) {
      const day = today(context);
      const period = { fiscalYear: of?.year ?? fiscalYear, quarter: of?.quarter };
      const units = await unitsOf(context, today, unit);
      const objectives = await objectivesOfPeriod(context, day, { ...period, units }, most);
      const ids = objectives.map(({ ref }) => parseReference(ref)?.id ?? '');
      const serving = await linkedEntities(context, ids, 'serves', 'to');
      const measuring = [...serving.values()]
        .flat()
        .filter(({ entity }) => entity.kind === 'key_result')
        .map(({ entity }) => parseReference(entity.ref)?.id ?? '');
      const numbers = await keyResultNumbers(context, day, measuring);
      const ungraded = objectives.filter(({ grade }) => grade === null);
      const inBand = (fits: (score: number) => boolean) =>
        objectives.filter((row) => {
          const score = scored(row);
          return score !== null && fits(score);
        });
      const rows: InsightResult['rows'] = objectives.flatMap((row, index) => [
        {
          ref: row.ref,
          what: row.title,
          kind: 'objective',
          unit: row.ownerUnit?.title ?? null,
          promise: row.commitment,
          progress: row.progress,
          grade: row.grade,
        },
        ...(serving.get(ids[index] ?? '') ?? []).flatMap(({ entity }) => {
          const result = numbers.get(parseReference(entity.ref)?.id ?? '');
          return result
            ? {
                ref: result.ref,
                what: result.title,
                kind: 'key result',
                unit: result.ownerUnit?.title ?? null,
                promise: null,
                progress: result.progress,
                grade: result.grade,
              }
            : [];
        }),
      ]);
      return {
        says: `${counted(objectives.length, 'objective')}: ${inBand(bands[0][2]).length} at 0.7 or more, ${inBand(bands[2][2]).length} below 0.4; ${ungraded.length} without a grade.`,
        figures: [
          ...bands.map(([key, label, fits]) =>
            count(context, key, label, 'objectives', inBand(fits).map(objectiveSummary)),
          ),
          count(
            context,
            'ungraded',
            'Without a grade',
            'objectives',
            ungraded.map(objectiveSummary),
          ),
        ],
        columns: columns({
          what: 'What',
          kind: 'Kind',
          unit: 'Unit',
          promise: 'Promise',
          progress: 'Progress',
          grade: 'Grade',
        }),
        rows,
        charts: [
          {
            key: 'grades',
            title: 'Objectives by grade',
            form: 'bars',
            unit: 'objectives',
            target: null,
            series: [
              {
                key: 'objectives',
                label: 'Objectives',
                points: bands.map(([, at, fits]) => ({ at, value: inBand(fits).length })),
              },
            ],
          },
        ],
      };
    },
  });
}

/** What the strategy says of key results: their numbers, their trend, what they came to. */
export function keyResultInsights(today: Today): readonly Insight[] {
  return [keyResults(today), confidence(today), grades(today)];
}
