-- The merge queue. What is to land is in the database before the remote hears of it; what was tried
-- is named by its commit, which the same changes on the same base always make.

create table merge_queue (
  repository_id uuid primary key references repository (id),
  paused_at timestamptz,
  paused_by text,
  pause_reason text
);

create table queue_entry (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  change_id uuid not null references change (id),
  -- As they were when it was queued: what lands is what somebody meant to land.
  head text not null,
  title text not null,
  branch text not null,
  incident boolean not null,
  high boolean not null,
  by_label boolean not null,
  queued_by text not null,
  queued_by_id uuid,
  queued_at timestamptz not null,
  state text not null check (state in ('queued', 'landing', 'landed', 'out', 'left')),
  -- Its commit, as it was made on top of another, and all that were made for it, the oldest first.
  onto text,
  candidate text,
  made text[] not null default '{}',
  -- The change before it with which it doesn't merge: it goes on when that one is settled.
  waits_for uuid references change (id),
  conflicts text[] not null default '{}',
  says text not null default '',
  attempt_id uuid,
  settled_at timestamptz
);
create unique index queue_entry_one_at_a_time on queue_entry (change_id)
  where state in ('queued', 'landing');
create index queue_entry_order on queue_entry (repository_id, incident desc, high desc, id)
  where state in ('queued', 'landing');
create index queue_entry_of_change on queue_entry (change_id, id desc);
create index queue_entry_settled on queue_entry (repository_id, settled_at desc)
  where settled_at is not null;
create index queue_entry_landed_head on queue_entry (repository_id, head) where state = 'landed';

create table queue_build (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  sha text not null,
  base text not null,
  style text not null check (style in ('merge', 'squash', 'rebase')),
  -- The changes in it, in their order, as they were made: enough to make the commit anew.
  parts jsonb not null,
  checks jsonb not null,
  state text not null check (state in ('running', 'green', 'red', 'stopped')),
  says text not null default '',
  attempt_id uuid,
  -- The remote has it as a branch, for those who check from outside.
  pushed boolean not null default false,
  started_at timestamptz not null,
  finished_at timestamptz
);
create unique index queue_build_of_commit on queue_build (repository_id, sha) where state <> 'stopped';
create index queue_build_running on queue_build (repository_id) where state = 'running' or pushed;
create index queue_build_recent on queue_build (repository_id, started_at desc);

create table check_attempt (
  id uuid primary key,
  build_id uuid not null references queue_build (id),
  name text not null,
  definition jsonb not null,
  attempt integer not null,
  fence bigint not null unique,
  state text not null check (state in ('ready', 'running', 'succeeded', 'failed', 'timed-out',
    'lost', 'cancelled')),
  says text not null default '',
  runner_id uuid references runner (id),
  lease_until timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  log_bytes bigint not null default 0,
  log_truncated boolean not null default false,
  unique (build_id, name, attempt)
);
create index check_attempt_ready on check_attempt (fence) where state = 'ready';
create index check_attempt_lease on check_attempt (lease_until) where state = 'running';

create table check_log (
  attempt_id uuid not null references check_attempt (id),
  sequence integer not null,
  at timestamptz not null,
  text text not null,
  primary key (attempt_id, sequence)
);

-- One push of the default branch: intended, then done or void; the remote decides after a crash.
create table queue_landing (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  ref text not null,
  old text not null,
  new text not null,
  entries uuid[] not null,
  state text not null check (state in ('pushing', 'landed', 'void')),
  says text not null default '',
  at timestamptz not null
);
create unique index queue_landing_one_at_a_time on queue_landing (repository_id)
  where state = 'pushing';

-- What programs outside say of a commit, by the name of their check; the last word counts.
create table commit_check (
  repository_id uuid not null references repository (id),
  sha text not null,
  name text not null,
  state text not null check (state in ('pending', 'success', 'failure')),
  says text not null default '',
  url text,
  reported_by text not null,
  at timestamptz not null,
  primary key (repository_id, sha, name)
);
