-- Results of tests by commit, as CI uploads them. A run's counts are kept long, the result of each
-- test for the newest runs of a job.

create table test_run (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  sha text not null,
  branch text,
  job text not null check (job <> ''),
  -- Of the report as it came: the same one again makes no second run.
  digest bytea not null,
  passed integer not null check (passed >= 0),
  failed integer not null check (failed >= 0),
  skipped integer not null check (skipped >= 0),
  -- Of those that passed: only when tried again.
  flaky integer not null check (flaky between 0 and passed),
  seconds double precision not null check (seconds >= 0),
  url text,
  received_at timestamptz not null,
  detailed boolean not null default true,
  unique (repository_id, sha, job, digest)
);
create index test_run_recent on test_run (received_at desc, id desc);
create index test_run_of_repository on test_run (repository_id, received_at desc, id desc);
create index test_run_of_job on test_run (repository_id, job, received_at desc, id desc)
  where detailed;

create table test_case (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  job text not null,
  -- Of group and name, which may be longer than an index takes.
  digest bytea not null,
  group_name text not null,
  name text not null,
  unique (repository_id, job, digest)
);

create table test_result (
  run_id uuid not null references test_run (id) on delete cascade,
  case_id uuid not null references test_case (id),
  outcome text not null check (outcome in ('passed', 'failed', 'skipped', 'flaky')),
  seconds real not null,
  message text not null,
  primary key (run_id, case_id)
);
create index test_result_case on test_result (case_id);
create index test_result_unsteady on test_result (run_id, case_id)
  where outcome in ('failed', 'flaky');
