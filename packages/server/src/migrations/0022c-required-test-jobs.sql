-- Jobs without whose run nobody can tell whether a commit's tests are green.

create table required_test_job (
  repository_id uuid not null references repository (id),
  job text not null check (job <> ''),
  primary key (repository_id, job)
);
