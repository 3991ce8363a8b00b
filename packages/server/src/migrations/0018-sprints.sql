-- Backlogs and sprints: where a story stands in its unit's order, which sprint it is in, and when it
-- moved from state to state.

alter table story
  -- Its place in the backlog, compared byte by byte: moving one story writes one row.
  add column rank text collate "C",
  add column acceptance text not null default '',
  add column blocked_reason text not null default '',
  add column assignee_id uuid references person (id);

with placed as (
  select id, row_number() over (order by id) as place from story
)
update story set rank = lpad(placed.place::text, 6, '0') || '00' from placed where placed.id = story.id;
alter table story alter column rank set not null;
create index story_rank on story (rank, id);
create index story_assignee on story (assignee_id) where assignee_id is not null;

create table story_state_change (
  id bigint generated always as identity primary key,
  story_id uuid not null references story (id),
  at timestamptz not null,
  -- Null: it was written then.
  from_state text,
  to_state text not null
);
create index story_state_change_story on story_state_change (story_id, at);

insert into story_state_change (story_id, at, from_state, to_state)
select id, at, from_state, to_state from (
  select story.id, entity.created_at as at, null::text as from_state, 'open' as to_state, 1 as step
  from story join entity on entity.id = story.id
  union all
  select id, started_at, 'open', 'in-progress', 2 from story where started_at is not null
  union all
  select id, done_at, 'in-progress', 'done', 3 from story where done_at is not null
) as history order by id, step;

create table sprint (
  id uuid primary key,
  kind text not null default 'sprint' check (kind = 'sprint'),
  goal text not null default '',
  starts_on date not null,
  ends_on date not null,
  started_at timestamptz,
  closed_at timestamptz,
  check (ends_on >= starts_on),
  foreign key (id, kind) references entity (id, kind)
);

-- What each of the team can give to it.
create table sprint_capacity (
  sprint_id uuid not null references sprint (id),
  person_id uuid not null references person (id),
  days double precision not null check (days >= 0),
  primary key (sprint_id, person_id)
);

create table sprint_story (
  sprint_id uuid not null references sprint (id),
  story_id uuid not null references story (id),
  added_at timestamptz not null,
  -- Frozen at the start: what the team committed to, and its estimate then.
  committed boolean not null default false,
  committed_estimate double precision,
  -- Taken out of the running sprint, or the sprint's end.
  left_at timestamptz,
  outcome text check (outcome in ('done', 'spilled', 'removed')),
  closing_estimate double precision,
  check ((left_at is null) = (outcome is null)),
  primary key (sprint_id, story_id)
);
create unique index sprint_story_present on sprint_story (story_id) where left_at is null;
