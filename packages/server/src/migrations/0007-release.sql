-- How code reaches production. The remote is the truth about a repository; what is indexed of it
-- here can be read anew at any time. The deployment's tables are the truth about a deployment.

create table repository (
  id uuid primary key,
  kind text not null default 'repository' check (kind = 'repository'),
  address text not null unique,
  tag_prefix text not null,
  default_branch text,
  -- Up to here the default branch has been looked through for changes.
  indexed_head text,
  fetched_at timestamptz,
  fetch_due_at timestamptz not null,
  fetch_problem text,
  trusted boolean not null default false,
  foreign key (id, kind) references entity (id, kind)
);
create index repository_fetch_due on repository (fetch_due_at);

-- One node at a time fetches and indexes a repository, or pushes to it.
create table repository_lease (
  repository_id uuid primary key references repository (id),
  node uuid not null,
  fence bigint not null,
  until timestamptz not null
);

create table git_branch (
  repository_id uuid not null references repository (id),
  name text not null,
  sha text not null,
  at timestamptz not null,
  primary key (repository_id, name)
);
create index git_branch_recent on git_branch (repository_id, at desc, name);

create table git_tag (
  repository_id uuid not null references repository (id),
  name text not null,
  sha text not null,
  at timestamptz,
  subject text,
  primary key (repository_id, name)
);
create index git_tag_recent on git_tag (repository_id, coalesce(at, '-infinity') desc, name);

create table git_commit (
  repository_id uuid not null references repository (id),
  sha text not null,
  subject text not null,
  author text not null,
  at timestamptz not null,
  trailers jsonb not null,
  parents integer not null,
  on_default boolean not null,
  primary key (repository_id, sha)
);
create index git_commit_default on git_commit (repository_id, at desc, sha) where on_default;

-- A unit of work on its way to the default branch: a branch, or what reached it without one.
create table change (
  id uuid primary key,
  kind text not null default 'change' check (kind = 'change'),
  repository_id uuid not null references repository (id),
  -- 'branch <name>' while it is open; 'merge <sha>' or 'commit <sha>' of what was never seen as one.
  key text not null,
  branch text,
  head text not null,
  author text not null,
  changed_at timestamptz not null,
  merged_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);
create unique index change_key on change (repository_id, key);
create index change_recent on change (changed_at desc, id desc);
create index change_of_repository on change (repository_id, changed_at desc, id desc);

create table change_commit (
  change_id uuid not null references change (id),
  repository_id uuid not null,
  sha text not null,
  ordinal integer not null,
  primary key (change_id, sha),
  foreign key (repository_id, sha) references git_commit (repository_id, sha)
);
create index change_commit_sha on change_commit (repository_id, sha);

create table environment (
  id uuid primary key,
  kind text not null default 'environment' check (kind = 'environment'),
  key text not null unique,
  stage text not null check (stage in ('development', 'testing', 'deployment')),
  production boolean not null,
  position integer not null,
  probe_url text,
  foreign key (id, kind) references entity (id, kind)
);

create table environment_freeze (
  id uuid primary key,
  environment_id uuid not null references environment (id),
  reason text not null,
  by_name text not null,
  since timestamptz not null,
  until timestamptz check (until > since),
  ended_at timestamptz
);
create unique index environment_freeze_current on environment_freeze (environment_id)
  where ended_at is null;

-- A release is intended here before its tag is pushed: what the remote has then decides.
create table release (
  id uuid primary key,
  kind text not null default 'release' check (kind = 'release'),
  repository_id uuid not null references repository (id),
  version text not null,
  tag text not null,
  tagged_at timestamptz not null,
  sha text not null,
  previous_tag text,
  previous_sha text,
  commits integer not null,
  notes text not null,
  cut_by text not null,
  failure text,
  foreign key (id, kind) references entity (id, kind),
  unique (id, repository_id)
);
-- A tag that the remote refused may be tried again under the same name.
create unique index release_tag on release (repository_id, tag) where failure is null;
create index release_recent on release (tagged_at desc, id desc);
create index release_of_repository on release (repository_id, tagged_at desc, id desc);

-- Deployments ------------------------------------------------------------------------------------

create sequence attempt_fence;

create table deployment (
  id uuid primary key,
  kind text not null default 'deployment' check (kind = 'deployment'),
  repository_id uuid not null,
  environment_id uuid not null references environment (id),
  release_id uuid not null,
  sha text not null,
  state text not null check (state in ('queued', 'running', 'approving', 'gating', 'held',
    'rolling-back', 'succeeded', 'failed', 'rolled-back', 'cancelled')),
  phase text not null check (phase in ('deploy', 'rollback')),
  pipeline_digest text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- Set from the moment it succeeds until another replaces it or it is rolled back.
  current boolean not null default false,
  last_good_id uuid references deployment (id),
  suspects jsonb not null,
  cancel_reason text,
  failure jsonb,
  question text,
  health text not null default 'unknown' check (health in ('healthy', 'unhealthy', 'unknown')),
  health_says text not null default '',
  health_at timestamptz,
  health_until timestamptz,
  -- What observes it, and when next; how often it has failed to answer in a row.
  probe jsonb,
  probe_due_at timestamptz,
  probe_failures integer not null default 0,
  foreign key (id, kind) references entity (id, kind),
  foreign key (release_id, repository_id) references release (id, repository_id)
);
create unique index deployment_one_at_a_time on deployment (environment_id, repository_id)
  where state in ('running', 'approving', 'gating', 'held', 'rolling-back');
create unique index deployment_current on deployment (environment_id, repository_id)
  where current;
create index deployment_queue on deployment (environment_id, repository_id, id)
  where state = 'queued';
create index deployment_recent on deployment (requested_at desc, id desc);
create index deployment_of_release on deployment (release_id, requested_at desc);
create index deployment_of_environment on deployment (environment_id, requested_at desc, id desc);
create index deployment_of_repository on deployment (repository_id, requested_at desc, id desc);
create index deployment_probe on deployment (probe_due_at) where current;

create table deployment_step (
  id uuid primary key,
  deployment_id uuid not null references deployment (id),
  phase text not null check (phase in ('deploy', 'rollback')),
  ordinal integer not null,
  kind text not null check (kind in ('command', 'http', 'approval')),
  name text not null,
  definition jsonb not null,
  state text not null check (state in ('waiting', 'running', 'succeeded', 'failed', 'skipped',
    'cancelled')),
  note text,
  unique (deployment_id, phase, ordinal)
);

-- The intent is committed as `ready` before anything starts; the outcome is written by whoever
-- still holds the fence.
create table step_attempt (
  id uuid primary key,
  step_id uuid not null references deployment_step (id),
  deployment_id uuid not null references deployment (id),
  attempt integer not null,
  fence bigint not null unique,
  kind text not null check (kind in ('command', 'http')),
  state text not null check (state in ('ready', 'running', 'succeeded', 'failed', 'timed-out',
    'lost', 'cancelled')),
  says text not null default '',
  runner_id uuid,
  -- An HTTP gate is asked by a node of the server, until this moment at the latest.
  gate_until timestamptz,
  due_at timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  log_bytes bigint not null default 0,
  log_truncated boolean not null default false,
  unique (step_id, attempt)
);
create unique index step_attempt_one_at_a_time on step_attempt (step_id)
  where state in ('ready', 'running');
create index step_attempt_ready on step_attempt (kind, fence) where state = 'ready';
create index step_attempt_lease on step_attempt (lease_until) where state = 'running';
create index step_attempt_deployment on step_attempt (deployment_id);

create table attempt_log (
  attempt_id uuid not null references step_attempt (id),
  sequence integer not null,
  at timestamptz not null,
  text text not null,
  primary key (attempt_id, sequence)
);
create index attempt_log_at on attempt_log (at);

create table runner (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  -- The server's own: its token is renewed at each start.
  local boolean not null default false,
  sandbox text check (sandbox in ('bubblewrap', 'account', 'none')),
  created_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz
);
create index runner_seen on runner (last_seen_at) where revoked_at is null;
alter table step_attempt add foreign key (runner_id) references runner (id);
