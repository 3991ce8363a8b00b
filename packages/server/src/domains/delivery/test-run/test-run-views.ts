import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { DeliveryTables } from '../tables.ts';
import { commitVerdict, runState } from './test-run-rules.ts';
import { newestRuns, requiredJobs } from './test-run-store.ts';

type Page = OutputOf<OperationOf<'delivery.listTestRuns'>>;
type Run = Page['items'][number];
type Results = OutputOf<OperationOf<'delivery.listTestResults'>>;
type CommitTests = OutputOf<OperationOf<'release.getChange'>>['tests'];

/** The runs of the repositories that the actor sees. */
function runRows(context: ReadContext) {
  return context.db
    .$extendTables<DeliveryTables>()
    .selectFrom('test_run')
    .innerJoin('entity', 'entity.id', 'test_run.repository_id')
    .select(['entity.title', 'entity.state', 'entity.kind', 'test_run.repository_id'])
    .select(['test_run.id', 'sha', 'branch', 'job', 'passed', 'failed', 'skipped', 'flaky'])
    .select(['seconds', 'url', 'received_at', 'detailed'])
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof runRows>['execute']>>[number];

function runRow(row: Row): Run {
  return {
    ref: toReference('test_run', row.id),
    repository: summaryOf({ ...row, id: row.repository_id }),
    sha: row.sha,
    branch: row.branch,
    job: row.job,
    state: runState(row),
    passed: row.passed,
    failed: row.failed,
    skipped: row.skipped,
    flaky: row.flaky,
    seconds: row.seconds,
    url: row.url,
    at: row.received_at.toISOString(),
  };
}

const inState = {
  red: sql<boolean>`failed > 0`,
  green: sql<boolean>`failed = 0 and passed > 0`,
  empty: sql<boolean>`failed = 0 and passed = 0`,
} as const;

/** Runs of tests, the newest first. */
export async function listTestRuns(
  context: ReadContext,
  query: ParsedInput<OperationOf<'delivery.listTestRuns'>>['query'],
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  let rows = runRows(context);
  if (query.repository) rows = rows.where('test_run.repository_id', '=', query.repository);
  if (query.branch) rows = rows.where('branch', '=', query.branch);
  if (query.sha) rows = rows.where('sha', '=', query.sha);
  if (query.state) rows = rows.where(inState[query.state]);
  if (at !== undefined) {
    rows = rows.where(sql<boolean>`(received_at, test_run.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows
    .orderBy('received_at', 'desc')
    .orderBy('test_run.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(runRow),
    nextCursor: last ? writeCursor([last.received_at.toISOString(), last.id]) : null,
  };
}

/** A run. Throws `not_found`. */
export async function testRunView(
  context: ReadContext,
  id: Id<'test_run'>,
): Promise<OutputOf<OperationOf<'delivery.getTestRun'>>> {
  const row = await runRows(context).where('test_run.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('test_run');
  return { ...runRow(row), detailed: row.detailed };
}

/** The tests of a run, what failed first. Throws `not_found`. */
export async function listTestResults(
  context: ReadContext,
  id: Id<'test_run'>,
  query: ParsedInput<OperationOf<'delivery.listTestResults'>>['query'],
): Promise<Results> {
  await testRunView(context, id);
  const [rank, group, name, last] = readCursor(query.cursor, 4);
  const order = sql`array_position(array['failed', 'flaky', 'skipped', 'passed'], outcome)`;
  const { rows } = await sql<{
    id: Id<'test_case'>;
    group_name: string;
    name: string;
    outcome: Results['items'][number]['outcome'];
    seconds: number;
    message: string;
    rank: number;
  }>`
    select test_case.id, group_name, name, outcome, seconds, message, ${order} as rank
    from test_result join test_case on test_case.id = case_id
    where run_id = ${id}
      and ${query.outcome ? sql`outcome = ${query.outcome}` : sql`true`}
      and ${
        rank === undefined
          ? sql`true`
          : sql`(${order}, group_name, name, test_case.id) > (${Number(rank)}::integer, ${group}, ${name}, ${last}::uuid)`
      }
    order by rank, group_name, name, test_case.id limit ${query.limit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, query.limit);
  const end = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => ({
      ref: toReference('test_case', row.id),
      group: row.group_name,
      name: row.name,
      outcome: row.outcome,
      seconds: row.seconds,
      message: row.message,
    })),
    nextCursor: end ? writeCursor([String(end.rank), end.group_name, end.name, end.id]) : null,
  };
}

/** What the tests of a commit say, by the newest run of each job. */
export async function testsOfCommit(
  context: ReadContext,
  repository: Id<'repository'>,
  sha: string,
): Promise<CommitTests> {
  const newest = await newestRuns(context.db, repository, sha);
  const ids = newest.map(({ id }) => id);
  const rows =
    ids.length === 0
      ? []
      : await runRows(context).where('test_run.id', 'in', ids).orderBy('job').execute();
  const required = await requiredJobs(context.db, repository);
  return { ...commitVerdict(rows, required), sha, runs: rows.map(runRow) };
}

const jobDays = 28;

/** The jobs that report tests of a repository, and those that must. Throws `not_found`. */
export async function testJobsView(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<OutputOf<OperationOf<'delivery.getTestJobs'>>> {
  const { db, actor, now } = context;
  await loadEntity(db, actor, { kind: 'repository', id: repository });
  const rows = await db
    .$extendTables<DeliveryTables>()
    .selectFrom('test_run')
    .select('job')
    .distinct()
    .where('repository_id', '=', repository)
    .where('received_at', '>', toDate(now.subtract({ hours: 24 * jobDays })))
    .orderBy('job')
    .limit(100)
    .execute();
  return { required: await requiredJobs(db, repository), known: rows.map(({ job }) => job) };
}
