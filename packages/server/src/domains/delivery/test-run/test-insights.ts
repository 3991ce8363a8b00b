import { flakyDays, idOf, toReference, type EntitySummary, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { calendar } from '../../org/index.ts';
import { flakyTests } from './flaky-views.ts';

const parameters = z.strictObject({
  repository: idOf('repository').optional(),
  unit: idOf('unit').optional(),
});

type Within = z.output<typeof parameters>;

const distinct = (summaries: readonly EntitySummary[]) =>
  [...new Map(summaries.map((one) => [one.ref, one])).values()].slice(0, 200);

const signWords = {
  retried: 'passed only when tried again',
  'same-commit': 'passed and failed on one commit',
  flips: 'changed to and fro on one branch',
} as const;

const flaky = insight({
  key: 'delivery.flaky-tests',
  title: 'Flaky tests',
  describes: `Tests that passed and failed on the same code in the last ${flakyDays} days: of a repository, or of a unit’s`,
  parameters,
  async run(context, within) {
    const found = await flakyTests(context, within);
    return {
      says:
        found.length === 0
          ? 'No test is flaky.'
          : `${found.length} ${found.length === 1 ? 'test is' : 'tests are'} flaky.`,
      figures: [
        {
          key: 'flaky',
          label: 'Flaky tests',
          value: found.length,
          unit: 'tests',
          asOf: context.now.toString({ fractionalSecondDigits: 3 }),
          stale: false,
          records: distinct(found.map(({ repository }) => repository)),
        },
      ],
      columns: [
        { key: 'test', label: 'Test' },
        { key: 'repository', label: 'Repository' },
        { key: 'signs', label: 'Why' },
        { key: 'times', label: 'Times' },
        { key: 'failed', label: 'Failed' },
        { key: 'runs', label: 'Runs' },
      ],
      rows: found.map((one) => ({
        test: one.group === '' ? one.name : `${one.group} › ${one.name}`,
        repository: one.repository.title,
        signs: one.signs.map((sign) => signWords[sign]).join(', '),
        times: one.times,
        failed: one.failed,
        runs: one.runs,
      })),
      charts: [],
    };
  },
});

const runDays = 28;

interface DayOfRuns {
  repository: Id<'repository'>;
  title: string;
  state: string;
  day: string;
  green: number;
  red: number;
}

async function runsByDay(context: ReadContext, within: Within, zone: string): Promise<DayOfRuns[]> {
  const since = toDate(context.now.subtract({ hours: 24 * runDays }));
  const { rows } = await sql<DayOfRuns>`
    select repository_id as repository, entity.title, entity.state,
      (received_at at time zone ${zone})::date::text as day,
      count(*) filter (where failed = 0 and passed > 0)::integer as green,
      count(*) filter (where failed > 0)::integer as red
    from test_run join entity on entity.id = repository_id
    where received_at > ${since} and ${visible(context.actor)}
      and ${within.repository ? sql`repository_id = ${within.repository}` : sql`true`}
      and ${within.unit ? sql`entity.owner_unit_id = ${within.unit}` : sql`true`}
    group by 1, 2, 3, 4 order by 4, 1
  `.execute(context.db);
  return rows;
}

const testRuns = insight({
  key: 'delivery.test-runs',
  title: 'Runs of tests',
  describes: `How many runs of tests were green, day by day over ${runDays} days: of a repository, or of a unit’s`,
  parameters,
  async run(context, within) {
    const { timeZone } = await calendar(context.db);
    const rows = await runsByDay(context, within, timeZone);
    const green = rows.reduce((sum, row) => sum + row.green, 0);
    const all = rows.reduce((sum, row) => sum + row.green + row.red, 0);
    const share = (of: number, whole: number) =>
      whole === 0 ? null : Math.round((1000 * of) / whole) / 10;
    const days = [...Map.groupBy(rows, ({ day }) => day)];
    return {
      says: all === 0 ? 'No test has reported.' : `${green} of ${all} runs were green.`,
      figures: [
        {
          key: 'green',
          label: 'Green',
          value: share(green, all),
          unit: '%',
          asOf: context.now.toString({ fractionalSecondDigits: 3 }),
          stale: false,
          records: distinct(
            rows.map(({ repository, title, state }) => ({
              ref: toReference('repository', repository),
              kind: 'repository' as const,
              title,
              state,
            })),
          ),
        },
      ],
      columns: [
        { key: 'day', label: 'Day' },
        { key: 'repository', label: 'Repository' },
        { key: 'green', label: 'Green' },
        { key: 'red', label: 'Red' },
      ],
      rows: rows.slice(-200).map((row) => ({
        ref: toReference('repository', row.repository),
        day: row.day,
        repository: row.title,
        green: row.green,
        red: row.red,
      })),
      charts: [
        {
          key: 'green-runs',
          title: 'Green runs',
          form: 'line',
          unit: '%',
          target: null,
          series: [
            {
              key: 'green',
              label: 'Green',
              points: days.map(([at, of]) => {
                const fine = of.reduce((sum, row) => sum + row.green, 0);
                const broken = of.reduce((sum, row) => sum + row.red, 0);
                return { at, value: share(fine, fine + broken) };
              }),
            },
          ],
        },
      ],
    };
  },
});

/** What the results of tests offer to reviews. */
export const testInsights: readonly Insight[] = [flaky, testRuns];
