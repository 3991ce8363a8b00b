-- Who we are. Everything here holds in valid time, on days, as [since, until): a missing since has
-- always held, a missing until holds on. daterange() of two nulls is unbounded, so both are indexed alike.

create table unit (
  id uuid primary key,
  kind text not null default 'unit' check (kind = 'unit'),
  key text not null unique,
  level text not null check (level in ('company', 'organisation', 'part', 'group', 'team')),
  short_name text,
  responsibilities text[] not null default '{}',
  -- The order of siblings on the chart.
  position integer not null default 0,
  since date,
  until date check (until > since),
  foreign key (id, kind) references entity (id, kind)
);

create table unit_parent (
  unit_id uuid not null references unit (id),
  parent_id uuid not null references unit (id),
  since date,
  until date check (until > since),
  check (unit_id <> parent_id),
  exclude using gist (unit_id with =, daterange(since, until, '[)') with &&)
);
create index unit_parent_parent on unit_parent (parent_id);

create table person (
  id uuid primary key,
  kind text not null default 'person' check (kind = 'person'),
  key text not null unique,
  email text check (email = lower(email)),
  time_zone text,
  foreign key (id, kind) references entity (id, kind)
);
create unique index person_email on person (email);

create table membership (
  id uuid primary key,
  key text not null unique,
  person_id uuid not null references person (id),
  unit_id uuid not null references unit (id),
  title text not null default '',
  since date,
  until date check (until > since),
  -- Brought in by an import: the next one may end it.
  imported boolean not null default false,
  constraint membership_once
    exclude using gist (person_id with =, unit_id with =, daterange(since, until, '[)') with &&)
);
create index membership_unit on membership (unit_id);

-- A post and who holds it in a period; nobody does where it is vacant. A post is its unit and title.
create table leadership (
  id uuid primary key,
  key text not null unique,
  unit_id uuid not null references unit (id),
  title text not null check (title <> ''),
  head boolean not null default false,
  person_id uuid references person (id),
  since date,
  until date check (until > since),
  imported boolean not null default false,
  constraint leadership_one_holder
    exclude using gist (unit_id with =, lower(title) with =, daterange(since, until, '[)') with &&),
  constraint leadership_one_head
    exclude using gist (unit_id with =, daterange(since, until, '[)') with &&) where (head)
);
create index leadership_person on leadership (person_id);
create index leadership_vacant on leadership (unit_id) where person_id is null;

create table principle (
  id uuid primary key,
  kind text not null default 'principle' check (kind = 'principle'),
  key text not null unique,
  since date,
  until date check (until > since),
  foreign key (id, kind) references entity (id, kind)
);
