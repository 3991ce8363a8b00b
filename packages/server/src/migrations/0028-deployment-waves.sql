-- Deployments in waves, with gates of three answers, further executors, locks, a hotfix lane,
-- promotion, and what was observed to run.

alter table deployment
  drop constraint deployment_state_check,
  add constraint deployment_state_check check (state in ('queued', 'running', 'approving', 'gating',
    'soaking', 'held', 'rolling-back', 'succeeded', 'failed', 'rolled-back', 'cancelled',
    'superseded')),
  -- The waves in their order: name, what it means, variables.
  add column waves jsonb not null default '[]',
  add column strategy text,
  add column on_failure text not null default 'stop'
    check (on_failure in ('stop', 'hold', 'roll-back')),
  add column roll_back_waves text not null default 'failed'
    check (roll_back_waves in ('failed', 'all')),
  add column supersedes boolean not null default true,
  add column requested_by_id uuid,
  -- A hotfix passes a freeze once somebody else approved it, until this moment.
  add column hotfix_reason text,
  add column hotfix_until timestamptz,
  add column hotfix_approved_by text,
  -- What it was begun in spite of, and why.
  add column despite jsonb not null default '[]',
  -- What reads the running revision, when next, what it read.
  add column revision_probe jsonb,
  add column revision_due_at timestamptz,
  add column observed_revision text,
  add column observed_at timestamptz,
  add column observed_says text not null default '',
  add column drift_since timestamptz;
drop index deployment_one_at_a_time;
create unique index deployment_one_at_a_time on deployment (environment_id, repository_id)
  where state in ('running', 'approving', 'gating', 'soaking', 'held', 'rolling-back');
create index deployment_revision on deployment (revision_due_at) where current;

alter table deployment_step
  add column wave integer,
  drop constraint deployment_step_kind_check,
  add constraint deployment_step_kind_check check (kind in ('command', 'http', 'approval', 'manual',
    'webhook', 'gate', 'figure', 'soak')),
  drop constraint deployment_step_state_check,
  add constraint deployment_step_state_check check (state in ('waiting', 'running', 'succeeded',
    'failed', 'inconclusive', 'skipped', 'cancelled'));
alter table step_attempt
  drop constraint step_attempt_kind_check,
  add constraint step_attempt_kind_check check (kind in ('command', 'http', 'webhook', 'gate',
    'figure', 'soak')),
  drop constraint step_attempt_state_check,
  add constraint step_attempt_state_check check (state in ('ready', 'running', 'succeeded',
    'failed', 'inconclusive', 'timed-out', 'lost', 'cancelled')),
  -- A watch during a soak fails at the second wrong answer in a row.
  add column failures integer not null default 0;

-- A migration is on record before it begins.
create table deployment_migration (
  attempt_id uuid primary key references step_attempt (id),
  deployment_id uuid not null references deployment (id),
  step_id uuid not null references deployment_step (id),
  reversible boolean not null,
  at timestamptz not null,
  -- Null while nobody knows.
  done boolean
);
create index deployment_migration_of on deployment_migration (deployment_id);

-- Keeps deployments from beginning: by hand, or after a rollback.
create table deployment_lock (
  id uuid primary key,
  environment_id uuid not null references environment (id),
  -- Null: every repository.
  repository_id uuid,
  hard boolean not null,
  reason text not null check (reason <> ''),
  by_name text not null,
  since timestamptz not null,
  until timestamptz,
  ended_at timestamptz,
  ended_by text,
  -- After a rollback: the deployment, and the commits from the good one on to the one taken back.
  rolled_back_id uuid references deployment (id),
  good_sha text,
  bad_sha text
);
create index deployment_lock_open on deployment_lock (environment_id, repository_id)
  where ended_at is null;

-- What goes on by itself from one environment to the next.
create table deployment_promotion (
  id uuid primary key,
  deployment_id uuid not null references deployment (id),
  environment_id uuid not null references environment (id),
  by_itself boolean not null,
  -- How long it must have run well before; due from its success on.
  settle_seconds integer not null,
  due_at timestamptz,
  state text not null check (state in ('waiting', 'done', 'refused', 'past')),
  says text not null default '',
  next_id uuid references deployment (id),
  unique (deployment_id, environment_id)
);
create index deployment_promotion_due on deployment_promotion (due_at)
  where state = 'waiting' and by_itself;

create table deployment_secret (
  id uuid primary key,
  repository_id uuid not null,
  -- Null: every environment that has none of this name of its own.
  environment_id uuid references environment (id),
  name text not null,
  sealed text not null,
  set_by text not null,
  set_at timestamptz not null,
  unique nulls not distinct (repository_id, environment_id, name)
);
