-- The data plane of published SDKs: keys that change over, secure mode, and what SDKs report.

-- A key that was rotated holds until then, beside the one that took its place.
alter table sdk_key add column ends_at timestamptz;
-- Secure mode compares an HMAC of the server key itself, so that its hash alone would not do.
alter table sdk_key add column sealed_key text;
alter table sdk_key add check (sealed_key is null or kind = 'server');

-- In secure mode browsers must show that a server vouches for the context that they ask for.
alter table flag_environment add column secure_mode boolean not null default false;

-- Batches of events that were counted, so that one sent twice, or to two nodes, counts once.
create table flag_event_batch (
  environment_id uuid not null references flag_environment (environment_id),
  batch text not null check (length(batch) between 1 and 100),
  counted_at timestamptz not null,
  primary key (environment_id, batch)
);
create index flag_event_batch_age on flag_event_batch (counted_at);

-- How many different contexts got a variation on a day, as a sketch: 4,096 registers of a byte.
create table flag_unique_contexts (
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  day date not null,
  -- -1: the caller's default was served.
  variation integer not null,
  -- Whether these are exposures of an experiment: contexts that its result counts.
  experiment boolean not null,
  registers bytea not null check (length(registers) = 4096),
  primary key (flag_id, environment_id, day, variation, experiment)
);
create index flag_unique_contexts_day on flag_unique_contexts (day);

-- Events as SDKs sent them, a partition a day: made when the first event of the day is stored, and
-- dropped when the day is past its time.
create table flag_event (
  environment_id uuid not null references flag_environment (environment_id),
  day date not null,
  at timestamptz not null,
  kind text not null,
  flag_id uuid references flag (id),
  variation integer,
  body jsonb not null
) partition by range (day);
create index flag_event_of_flag on flag_event (flag_id, environment_id, at desc);

-- Contexts seen lately, at most 200 an environment: whom a draft would reach.
create table flag_recent_context (
  environment_id uuid not null references flag_environment (environment_id),
  -- A hash of kinds and keys.
  context_hash bytea not null,
  context jsonb not null,
  seen_at timestamptz not null,
  primary key (environment_id, context_hash)
);
create index flag_recent_context_age on flag_recent_context (environment_id, seen_at desc);
