-- How we decide. Titles, owners and states lie in entity: a review is scheduled, preparing, frozen,
-- held, closed or cancelled.

-- A template. What is read as a whole and never queried by its parts is JSON, checked on the way in.
create table cycle (
  id uuid primary key,
  kind text not null default 'cycle' check (kind = 'cycle'),
  key text not null unique,
  short_title text,
  -- A rule of packages/cadence without its duration.
  rule jsonb not null,
  occurrence_titles text[] not null default '{}',
  pre_read_business_days smallint not null check (pre_read_business_days >= 0),
  duration_minutes integer not null check (duration_minutes between 1 and 10080),
  led_by jsonb not null,
  decider jsonb not null,
  attendees jsonb not null,
  sessions jsonb not null default '[]',
  agenda jsonb not null,
  pack jsonb not null,
  outputs jsonb not null,
  foreign key (id, kind) references entity (id, kind)
);

create table cadence (
  id uuid primary key,
  kind text not null default 'cadence' check (kind = 'cadence'),
  key text not null unique,
  cycle_id uuid not null references cycle (id),
  unit_id uuid not null references unit (id),
  -- What isn't settled rises there.
  parent_id uuid references cadence (id) check (parent_id <> id),
  -- Instead of the cycle's.
  rule jsonb,
  time text check (time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  time_zone text,
  since date,
  until date check (until > since),
  foreign key (id, kind) references entity (id, kind)
);
create index cadence_cycle on cadence (cycle_id);
create index cadence_unit on cadence (unit_id);
create index cadence_parent on cadence (parent_id);

create table review (
  id uuid primary key,
  kind text not null default 'review' check (kind = 'review'),
  cadence_id uuid not null references cadence (id),
  -- The occurrence's name within its cadence, whatever day it is moved to; ad-hoc/… outside the rule.
  occurrence_key text not null,
  ad_hoc boolean not null default false,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  time_zone text not null,
  -- Days in time_zone.
  on_day date not null,
  pre_read_on date not null,
  freezes_at timestamptz not null check (freezes_at <= starts_at),
  moved boolean not null default false,
  subject_id uuid references entity (id),
  cancel_reason text not null default '',
  notes text not null default '',
  -- For iCalendar: raised whenever time or status change, and when that was.
  sequence integer not null default 0,
  sequence_at timestamptz not null,
  frozen_at timestamptz,
  held_at timestamptz,
  closed_at timestamptz,
  unique (cadence_id, occurrence_key),
  foreign key (id, kind) references entity (id, kind)
);
create index review_start on review (starts_at, id);
create index review_cadence on review (cadence_id, starts_at);
create index review_day on review (on_day);
-- What the freezing job looks for.
create index review_to_freeze on review (freezes_at) where frozen_at is null;

-- Who has which part in a review: as the cycle says on the day that it was put on the calendar (and
-- again at the freeze), unless somebody was named by hand. Attendees are kept from the freeze on.
create table review_role (
  review_id uuid not null references review (id),
  role text not null check (role in ('lead', 'decider', 'facilitator', 'scribe', 'attendee')),
  position integer not null,
  says text not null,
  person_id uuid references entity (id),
  unit_id uuid references entity (id),
  by_hand boolean not null default false,
  primary key (review_id, role, position)
);
create index review_role_person on review_role (person_id, review_id);

-- What people say of a section before the freeze.
create table section_comment (
  review_id uuid not null references review (id),
  section text not null,
  comment text not null check (comment <> ''),
  identity_id uuid references identity (id),
  at timestamptz not null,
  primary key (review_id, section)
);

-- Frozen for good: the text is what the hash is of, so it is kept as text, byte for byte.
create table pack (
  id uuid primary key,
  review_id uuid not null references review (id),
  revision integer not null check (revision > 0),
  reason text not null default '',
  content text not null,
  sha256 bytea not null check (sha256 = sha256(convert_to(content, 'UTF8'))),
  frozen_at timestamptz not null,
  frozen_by text not null,
  unique (review_id, revision)
);

create function refuse_change_of_pack() returns trigger language plpgsql as $$
begin
  raise exception 'a pack is frozen: it is neither changed nor deleted';
end $$;
create trigger pack_is_frozen before update or delete on pack
  for each row execute function refuse_change_of_pack();

-- A secret address of a calendar; only its hash is kept.
create table calendar_feed (
  id uuid primary key,
  token_hash bytea not null unique,
  identity_id uuid not null references identity (id),
  covers text not null check (covers in ('person', 'unit', 'cadence', 'all')),
  entity_id uuid references entity (id),
  created_at timestamptz not null,
  last_read_at timestamptz,
  revoked_at timestamptz,
  check ((covers = 'all') = (entity_id is null))
);
create index calendar_feed_identity on calendar_feed (identity_id, created_at);
