import {
  flakyDays,
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { signsOf } from './test-run-rules.ts';

type FlakyTest = OutputOf<OperationOf<'delivery.listFlakyTests'>>['items'][number];
type TestView = OutputOf<OperationOf<'delivery.getTestCase'>>;

const mostFlaky = 200;
const mostResults = 100;

interface CaseRecord {
  id: Id<'test_case'>;
  group_name: string;
  name: string;
  job: string;
  repository: Id<'repository'>;
  kind: EntityKind;
  title: string;
  state: string;
}

function namedCase(row: CaseRecord) {
  return {
    ref: toReference('test_case', row.id),
    group: row.group_name,
    name: row.name,
    job: row.job,
    repository: summaryOf({
      id: row.repository,
      kind: row.kind,
      title: row.title,
      state: row.state,
    }),
  };
}

/**
 * The flaky tests of the last two weeks, the most unsteady first. A skipped test says nothing, and
 * what passed when it was tried again counts as passed in the order of a branch. All results are read
 * only of tests that failures alone don't clear: tried again, passed on a commit on which they
 * failed, or failed twice on a branch with a run in between, without which nothing flips four times.
 * Else one run in which everything fails would have every result of two weeks read.
 */
export async function flakyTests(
  context: ReadContext,
  within: {
    repository?: Id<'repository'> | undefined;
    /** Of the repositories that this unit owns. */
    unit?: Id<'unit'> | undefined;
  },
): Promise<FlakyTest[]> {
  const since = toDate(context.now.subtract({ hours: 24 * flakyDays }));
  const { rows } = await sql<
    CaseRecord & {
      retried: number;
      torn: number;
      flips: number;
      runs: number;
      failed: number;
      last_failed_at: Date | null;
    }
  >`
    with run as (
      select test_run.id, repository_id, job, sha, branch, received_at,
        row_number() over (partition by repository_id, job, branch order by received_at, test_run.id)
          as place
      from test_run join entity on entity.id = repository_id
      where detailed and received_at > ${since} and ${visible(context.actor)}
        and ${within.repository ? sql`repository_id = ${within.repository}` : sql`true`}
        and ${within.unit ? sql`entity.owner_unit_id = ${within.unit}` : sql`true`}
    ), unsteady as (
      select case_id, outcome, run.* from test_result join run on run.id = run_id
      where outcome in ('failed', 'flaky')
    ), failed as (
      select *, lag(place) over (partition by case_id, branch order by place) as failed_before
      from unsteady where outcome = 'failed'
    ), suspect as (
      select case_id from unsteady where outcome = 'flaky'
      union select case_id from failed where branch is not null and place > failed_before + 1
      union select failed.case_id from failed
      join run other on other.repository_id = failed.repository_id and other.job = failed.job
        and other.sha = failed.sha and other.id <> failed.id
      join test_result again on again.run_id = other.id and again.case_id = failed.case_id
        and again.outcome = 'passed'
    ), seen as (
      select result.case_id, outcome, sha, branch, received_at, outcome = 'failed' as broken,
        lag(outcome = 'failed') over (partition by result.case_id, branch order by received_at, run.id)
          as broken_before
      from suspect join test_result result on result.case_id = suspect.case_id
      join run on run.id = result.run_id
      where outcome <> 'skipped'
    ), torn as (
      select case_id, count(*)::integer as torn from (
        select case_id from seen group by case_id, sha having bool_or(broken) and not bool_and(broken)
      ) as commits group by case_id
    ), flips as (
      select case_id, max(flips)::integer as flips from (
        select case_id, count(*) as flips from seen
        where branch is not null and broken <> broken_before group by case_id, branch
      ) as branches group by case_id
    )
    select test_case.id, group_name, name, job, repository_id as repository, entity.kind, entity.title,
      entity.state, coalesce(torn, 0) as torn, coalesce(flips, 0) as flips,
      count(*) filter (where outcome = 'flaky')::integer as retried, count(*)::integer as runs,
      count(*) filter (where broken)::integer as failed,
      max(received_at) filter (where broken) as last_failed_at
    from seen join test_case on test_case.id = seen.case_id
    join entity on entity.id = repository_id
    left join torn on torn.case_id = seen.case_id
    left join flips on flips.case_id = seen.case_id
    group by test_case.id, entity.kind, entity.title, entity.state, torn, flips
  `.execute(context.db);
  return rows
    .flatMap((row): FlakyTest[] => {
      const signs = signsOf(row);
      if (signs.length === 0) return [];
      const flips = signs.includes('flips') ? row.flips : 0;
      return [
        {
          ...namedCase(row),
          signs,
          times: row.retried + row.torn + flips,
          runs: row.runs,
          failed: row.failed,
          lastFailedAt: row.last_failed_at?.toISOString() ?? null,
        },
      ];
    })
    .toSorted((one, other) => other.times - one.times || one.name.localeCompare(other.name))
    .slice(0, mostFlaky);
}

/** A test with its last results. Throws `not_found`. */
export async function testCaseView(context: ReadContext, id: Id<'test_case'>): Promise<TestView> {
  const { rows: cases } = await sql<CaseRecord>`
    select test_case.id, group_name, name, job, repository_id as repository, entity.kind, entity.title,
      entity.state
    from test_case join entity on entity.id = repository_id
    where test_case.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [found] = cases;
  if (!found) throw notFound('test_case');
  const { rows } = await sql<{
    run: Id<'test_run'>;
    sha: string;
    branch: string | null;
    received_at: Date;
    outcome: TestView['results'][number]['outcome'];
    seconds: number;
    message: string;
  }>`
    select test_run.id as run, sha, branch, received_at, outcome, test_result.seconds, message
    from test_result join test_run on test_run.id = run_id
    where case_id = ${id} order by received_at desc, test_run.id desc limit ${mostResults}
  `.execute(context.db);
  return {
    ...namedCase(found),
    results: rows.map(({ run, received_at, ...result }) => ({
      ...result,
      run: toReference('test_run', run),
      at: received_at.toISOString(),
    })),
  };
}
