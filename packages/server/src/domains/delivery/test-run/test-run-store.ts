import { createHash } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { newId } from '../../../platform/database/new-id.ts';
import type { DeliveryTables } from '../tables.ts';
import type { ReportedTest } from './junit-rules.ts';

/** A run as it is kept. */
export type TestRun = Omit<DeliveryTables['test_run'], 'detailed'>;

/** The run that a report made already, with its counts. */
export function runOfReport(
  tx: Tx,
  run: Pick<TestRun, 'repository_id' | 'sha' | 'job' | 'digest'>,
) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('test_run')
    .select(['id', 'passed', 'failed', 'skipped', 'flaky'])
    .where('repository_id', '=', run.repository_id)
    .where('sha', '=', run.sha)
    .where('job', '=', run.job)
    .where('digest', '=', run.digest)
    .executeTakeFirstOrThrow();
}

/**
 * Makes a run the newest one of its job again, where another report has come since it did: its own
 * came once more, and it is a further try. False where it is the newest one already.
 */
export async function renewRun(
  tx: Tx,
  run: { id: Id<'test_run'>; url: string | null; received_at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update test_run set received_at = ${run.received_at}, url = coalesce(${run.url}, url)
    where id = ${run.id} and exists (
      select 1 from test_run newer where newer.repository_id = test_run.repository_id
        and newer.sha = test_run.sha and newer.job = test_run.job
        and (newer.received_at, newer.id) > (test_run.received_at, test_run.id))
    returning id
  `.execute(tx);
  return rows.length > 0;
}

/**
 * Keeps a run with the result of each of its tests; false where its report has made one already,
 * also one that was uploaded at the same moment: its commit is waited for.
 */
export async function keepRun(
  tx: Tx,
  run: TestRun,
  tests: readonly ReportedTest[],
): Promise<boolean> {
  const inserted = await tx
    .$extendTables<DeliveryTables>()
    .insertInto('test_run')
    .values(run)
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'sha', 'job', 'digest']).doNothing(),
    )
    .returning('id')
    .execute();
  if (inserted.length === 0) return false;
  if (tests.length === 0) return true;
  const keyed = tests.map((test) => ({
    ...test,
    digest: createHash('sha256').update(`${test.group}\0${test.name}`).digest(),
  }));
  const digests = keyed.map(({ digest }) => digest);
  // In one order for all, so that two uploads at once don't wait for each other in a circle.
  await sql`
    insert into test_case (id, repository_id, job, digest, group_name, name)
    select id, ${run.repository_id}, ${run.job}, digest, group_name, name
    from unnest(${keyed.map(() => newId('test_case'))}::uuid[], ${digests}::bytea[],
      ${keyed.map(({ group }) => group)}::text[], ${keyed.map(({ name }) => name)}::text[])
      as row (id, digest, group_name, name)
    where not exists (select 1 from test_case present where present.repository_id = ${run.repository_id}
      and present.job = ${run.job} and present.digest = row.digest)
    order by digest
    on conflict (repository_id, job, digest) do nothing
  `.execute(tx);
  await sql`
    insert into test_result (run_id, case_id, outcome, seconds, message)
    select ${run.id}, test_case.id, outcome, seconds, message
    from unnest(${digests}::bytea[], ${keyed.map(({ outcome }) => outcome)}::text[],
      ${keyed.map(({ seconds }) => seconds)}::real[], ${keyed.map(({ message }) => message)}::text[])
      as row (digest, outcome, seconds, message)
    join test_case on test_case.repository_id = ${run.repository_id} and test_case.job = ${run.job}
      and test_case.digest = row.digest
  `.execute(tx);
  return true;
}

/** Forgets the results of a job's runs but for the newest ones; their counts stay. */
export async function forgetOldResults(
  tx: Tx,
  job: { repository: Id<'repository'>; job: string },
  newest: number,
): Promise<void> {
  await sql`
    with old as (
      update test_run set detailed = false where id in (
        select id from test_run where repository_id = ${job.repository} and job = ${job.job} and detailed
        order by received_at desc, id desc offset ${newest})
      returning id
    ) delete from test_result using old where run_id = old.id
  `.execute(tx);
}

/** Forgets the results of runs that are too old, of so many runs at most; answers of how many. */
export async function forgetResultsBefore(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ runs: number }>`
    with old as (
      update test_run set detailed = false where id in (
        select id from test_run where detailed and received_at < ${before} limit ${most})
      returning id
    ), gone as (
      delete from test_result using old where run_id = old.id
    ) select count(*)::integer as runs from old
  `.execute(tx);
  return rows[0]?.runs ?? 0;
}

/** Forgets runs that are too old, and the tests of which no result is left. */
export async function forgetRunsBefore(tx: Tx, before: Date): Promise<void> {
  await sql`delete from test_run where received_at < ${before}`.execute(tx);
  // A report that is being kept must not lose a test that it has just found here.
  await sql`lock table test_case in share row exclusive mode`.execute(tx);
  await sql`
    delete from test_case where not exists (select 1 from test_result where case_id = test_case.id)
  `.execute(tx);
}

/** The newest run of each job on a commit. */
export function newestRuns(db: Db, repository: Id<'repository'>, sha: string) {
  return db
    .$extendTables<DeliveryTables>()
    .selectFrom('test_run')
    .selectAll()
    .distinctOn('job')
    .where('repository_id', '=', repository)
    .where('sha', '=', sha)
    .orderBy('job')
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** The jobs that must have reported, by name. */
export async function requiredJobs(db: Db, repository: Id<'repository'>): Promise<string[]> {
  const rows = await db
    .$extendTables<DeliveryTables>()
    .selectFrom('required_test_job')
    .select('job')
    .where('repository_id', '=', repository)
    .orderBy('job')
    .execute();
  return rows.map(({ job }) => job);
}

/** Puts other required jobs in the place of the present ones. */
export async function replaceRequiredJobs(
  tx: Tx,
  repository: Id<'repository'>,
  jobs: readonly string[],
): Promise<void> {
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery.deleteFrom('required_test_job').where('repository_id', '=', repository).execute();
  if (jobs.length === 0) return;
  await delivery
    .insertInto('required_test_job')
    .values(jobs.map((job) => ({ repository_id: repository, job })))
    .execute();
}
