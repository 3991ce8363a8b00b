-- Holding a review: the agenda's clock, note lines, who is in the room, deep dives, the read-back.

create table review_room (
  review_id uuid primary key references review (id),
  -- Place in the agenda of the point that is on; null: none.
  point smallint check (point >= 0),
  -- When it began, as if it had never been paused.
  point_since timestamptz,
  paused_at timestamptz,
  -- When all that was decided was last read back.
  read_back_at timestamptz,
  read_back_by text,
  check ((point is null) = (point_since is null)),
  check (paused_at is null or point is not null)
);

-- Lines are added and struck out, never changed: several people write at once and none loses a word.
create table review_note (
  id uuid primary key,
  review_id uuid not null references review (id),
  point smallint,
  text text not null check (text <> ''),
  identity_id uuid references identity (id),
  by_name text not null,
  at timestamptz not null,
  struck_at timestamptz
);
create index review_note_review on review_note (review_id, id);

insert into review_note (id, review_id, text, by_name, at)
select gen_random_uuid(), id, notes, 'Throughline', coalesce(held_at, frozen_at, starts_at)
from review where notes <> '';
alter table review drop column notes;

-- Who has a room open; a row that isn't renewed counts for nothing.
create table review_presence (
  review_id uuid not null references review (id),
  identity_id uuid not null references identity (id) on delete cascade,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (review_id, identity_id)
);

-- What a review looks at in depth: drawn by a seed from weights that are kept, so that it can be redrawn.
create table deep_dive (
  review_id uuid not null references review (id),
  ordinal smallint not null check (ordinal > 0),
  entity_id uuid not null references entity (id),
  seed text not null,
  -- The candidates by reference with their weights, in the order of the draw.
  wheel jsonb not null,
  reason text not null default '',
  by_name text not null,
  at timestamptz not null,
  primary key (review_id, ordinal)
);

-- Open actions and risks on their way along the cadences: where each is looked at now.
create table carried_matter (
  entity_id uuid primary key references entity (id),
  cadence_id uuid not null references cadence (id),
  -- How often a review of that cadence found it due and not done.
  misses smallint not null default 0,
  -- The cadence that it rose from; null where it is at its first.
  from_cadence_id uuid references cadence (id),
  risen_at timestamptz,
  -- The review that looked at it last.
  review_id uuid not null references review (id)
);
create index carried_matter_cadence on carried_matter (cadence_id);
