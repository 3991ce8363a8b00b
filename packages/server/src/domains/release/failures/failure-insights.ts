import {
  idOf,
  parseReference,
  toReference,
  type FailureClass,
  type Id,
  type Settlement,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { calendar, unitsWithin } from '../../org/index.ts';
import { classWords } from './classify-failure.ts';
import { flakyStepDays, flakySteps } from './flaky-step-views.ts';

const parameters = z.strictObject({
  /** A unit with everything below it. */
  unit: idOf('unit').optional(),
  repository: idOf('repository').optional(),
  since: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
});

type Within = z.output<typeof parameters>;

interface Row {
  id: Id<'failure'>;
  title: string;
  state: string;
  class: FailureClass;
  repository: string;
  environment: string | null;
  at: Date;
  settled_at: Date | null;
  settled_how: Settlement | null;
}

async function failuresSince(context: ReadContext, within: Within, zone: string): Promise<Row[]> {
  const today = context.now.toZonedDateTimeISO(zone).toPlainDate();
  const units = within.unit && (await unitsWithin(context.db, within.unit, today.toString()));
  const since = within.since ?? today.subtract({ days: 28 }).toString();
  const from = since.includes('T')
    ? since
    : Temporal.PlainDate.from(since).toZonedDateTime(zone).toInstant().toString();
  const { rows } = await sql<Row>`
    select failure.id, entity.title, entity.state, failure.class, home.title as repository,
      place.title as environment, failure.at, failure.settled_at, failure.settled_how
    from failure join entity on entity.id = failure.id and ${visible(context.actor)}
    join entity home on home.id = failure.repository_id and ${visible(context.actor, 'home')}
    left join entity place on place.id = failure.environment_id
    where (failure.at >= ${from} or failure.settled_at is null)
      and (place.id is null or ${visible(context.actor, 'place')})
      and ${units ? sql`entity.owner_unit_id = any(${units}::uuid[])` : sql`true`}
      and ${within.repository ? sql`failure.repository_id = ${within.repository}` : sql`true`}
    order by failure.settled_at is not null, failure.weight desc, failure.at desc limit 1000
  `.execute(context.db);
  return rows;
}

const summary = (row: Row) => ({
  ref: toReference('failure', row.id),
  kind: 'failure' as const,
  title: row.title,
  state: row.state,
});

const failures = insight({
  key: 'release.failures',
  title: 'Deployment failures',
  describes:
    'What failed on its way to an environment or a line since a day, by class, and what ended it; what is still open first',
  parameters,
  async run(context, within) {
    const { timeZone } = await calendar(context.db);
    const rows = await failuresSince(context, within, timeZone);
    const open = rows.filter((row) => row.settled_at === null);
    const classes = [...Map.groupBy(rows, (row) => row.class)].toSorted(
      ([, one], [, other]) => other.length - one.length,
    );
    const figure = (key: string, label: string, of: readonly Row[]) => ({
      key,
      label,
      value: of.length,
      unit: 'failures',
      asOf: context.now.toString({ fractionalSecondDigits: 3 }),
      stale: false,
      records: of.slice(0, 200).map(summary),
    });
    const [most] = classes;
    return {
      says:
        rows.length === 0
          ? 'Nothing failed.'
          : `${rows.length === 1 ? '1 failure' : `${rows.length} failures`}, ${open.length} still open${most ? `; most often: ${classWords[most[0]]}` : ''}.`,
      figures: [figure('failures', 'Failures', rows), figure('open', 'Still open', open)],
      columns: [
        { key: 'failure', label: 'Failure' },
        { key: 'class', label: 'Class' },
        { key: 'repository', label: 'Repository' },
        { key: 'environment', label: 'Environment' },
        { key: 'at', label: 'When' },
        { key: 'ended', label: 'Ended by' },
        { key: 'hours', label: 'Hours' },
      ],
      rows: rows.slice(0, 200).map((row) => ({
        ref: toReference('failure', row.id),
        failure: row.title,
        class: classWords[row.class],
        repository: row.repository,
        environment: row.environment,
        at: row.at.toISOString(),
        ended: row.settled_how === null ? null : settledWords[row.settled_how],
        hours:
          Math.round(
            ((row.settled_at?.getTime() ?? context.now.epochMilliseconds) - row.at.getTime()) /
              360_000,
          ) / 10,
      })),
      charts: [
        {
          key: 'by-class',
          title: 'Failures by class',
          form: 'bars',
          unit: 'failures',
          target: null,
          series: [
            {
              key: 'failures',
              label: 'Failures',
              points: classes.map(([of, some]) => ({ at: classWords[of], value: some.length })),
            },
          ],
        },
      ],
    };
  },
});

const settledWords: Readonly<Record<Settlement, string>> = {
  retry: 'running it again',
  skip: 'skipping the step',
  answer: 'an answer',
  'roll-back': 'rolling back',
  'roll-forward': 'a later deployment',
  cancelled: 'cancelling',
  recurred: 'failing again',
  'by-hand': 'somebody, by hand',
};

const flaky = insight({
  key: 'release.flaky-steps',
  title: 'Flaky steps',
  describes: `Steps of pipelines that failed and then passed on the same commit in the last ${flakyStepDays} days`,
  parameters: z.strictObject({
    unit: idOf('unit').optional(),
    repository: idOf('repository').optional(),
  }),
  async run(context, within) {
    const found = await flakySteps(context, within);
    const seenIn = found.flatMap(({ deployment }) => parseReference(deployment.ref)?.id ?? []);
    return {
      says:
        found.length === 0
          ? 'No step is flaky.'
          : `${found.length === 1 ? '1 step is' : `${found.length} steps are`} flaky.`,
      figures: [
        {
          key: 'flaky',
          label: 'Flaky steps',
          value: found.length,
          unit: 'steps',
          asOf: context.now.toString({ fractionalSecondDigits: 3 }),
          stale: false,
          records: [...(await loadSummaries(context.db, context.actor, seenIn)).values()],
        },
      ],
      columns: [
        { key: 'step', label: 'Step' },
        { key: 'repository', label: 'Repository' },
        { key: 'commits', label: 'Commits' },
        { key: 'failed', label: 'Failed' },
        { key: 'runs', label: 'Runs' },
      ],
      rows: found.map(({ step, repository, commits, failed, runs, deployment }) => ({
        ref: deployment.ref,
        step,
        repository: repository.title,
        commits,
        failed,
        runs,
      })),
      charts: [],
    };
  },
});

/** What reviews can ask of failures. */
export const failureInsights: readonly Insight[] = [failures, flaky];
