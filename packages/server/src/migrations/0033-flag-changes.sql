-- Changes of flags that wait: for another person's review, for a moment, or for both.
alter table flag_environment add column review_required boolean not null default false;

create table flag_change (
  id uuid primary key,
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  state text not null check (state in ('in-review', 'scheduled', 'applied', 'declined', 'withdrawn', 'outdated')),
  -- What it was made from; a change of the switch alone goes onto whatever there is by then.
  base_revision integer not null,
  is_on boolean not null,
  configuration jsonb,
  note text not null,
  apply_at timestamptz,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_by_id uuid not null,
  reviewed_at timestamptz,
  reviewed_by text,
  review_note text not null default '',
  ended_at timestamptz,
  applied_revision integer,
  outdated text not null default ''
);
create index flag_change_of_flag on flag_change (flag_id, environment_id, id desc);
create index flag_change_open on flag_change (state, apply_at) where state in ('in-review', 'scheduled');

-- A share that grows by steps while its guards allow it.
create table flag_ramp (
  id uuid primary key,
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  state text not null check (state in ('in-review', 'scheduled', 'running', 'held', 'finished', 'rolled-back', 'stopped')),
  variation integer not null,
  otherwise integer not null,
  context_kind text not null,
  bucket_by text,
  -- [{percent, minutes}]
  steps jsonb not null,
  -- [{label, of, condition, limit}]
  guards jsonb not null,
  -- What each guard said last: [{verdict, value, says}].
  readings jsonb not null default '[]',
  starts_at timestamptz not null,
  -- The step that is served; -1 before the first.
  position integer not null default -1,
  step_since timestamptz,
  -- Served before the first step, and again after a rollback.
  before jsonb,
  was_on boolean,
  -- The configuration's revision that the ramp wrote last: another one means a hand on the wheel.
  revision integer,
  says text not null default '',
  held_by_hand boolean not null default false,
  started_by text not null,
  started_by_id uuid not null,
  approved_by text,
  started_at timestamptz not null,
  looked_at timestamptz,
  ended_at timestamptz
);
create unique index flag_ramp_under_way on flag_ramp (flag_id, environment_id)
  where state in ('in-review', 'scheduled', 'running', 'held');
create index flag_ramp_of_flag on flag_ramp (flag_id, environment_id, id desc);
