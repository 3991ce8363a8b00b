-- What we bet on. Titles, owners, states (an initiative's stage) lie in entity; serves in link.

create table plan (
  id uuid primary key,
  kind text not null default 'plan' check (kind = 'plan'),
  fiscal_year integer not null,
  adopted_at timestamptz,
  closed_at timestamptz check (closed_at >= adopted_at),
  foreign key (id, kind) references entity (id, kind)
);
create index plan_year on plan (fiscal_year, id desc);
create unique index plan_adopted_once on plan (fiscal_year) where adopted_at is not null;

create table priority (
  id uuid primary key,
  kind text not null default 'priority' check (kind = 'priority'),
  plan_id uuid not null references plan (id),
  rank integer not null check (rank > 0),
  foreign key (id, kind) references entity (id, kind)
);
create index priority_plan on priority (plan_id, rank, id);

create table objective (
  id uuid primary key,
  kind text not null default 'objective' check (kind = 'objective'),
  commitment text not null check (commitment in ('committed', 'aspirational')),
  fiscal_year integer not null,
  quarter smallint check (quarter between 1 and 4),
  grade double precision check (grade between 0 and 1),
  foreign key (id, kind) references entity (id, kind)
);
create index objective_period on objective (fiscal_year, quarter, id desc);

create table key_result (
  id uuid primary key,
  kind text not null default 'key_result' check (kind = 'key_result'),
  owner_id uuid references entity (id),
  baseline double precision not null,
  target double precision not null,
  direction text not null check (direction in ('up', 'down')),
  unit text not null check (unit <> ''),
  guardrail boolean not null,
  check_in_days integer not null check (check_in_days > 0),
  grade double precision check (grade between 0 and 1),
  foreign key (id, kind) references entity (id, kind)
);
create index key_result_owner on key_result (owner_id, id desc);

-- Check-ins are only added: of several for one day, the last one counts.
create table check_in (
  id uuid primary key,
  key_result_id uuid not null references key_result (id),
  on_day date not null,
  value double precision not null,
  confidence smallint not null check (confidence between 0 and 10),
  status text check (status in ('on-track', 'at-risk', 'off-track')),
  comment text not null default '',
  at timestamptz not null,
  by_id uuid references identity (id)
);
create index check_in_day on check_in (key_result_id, on_day desc, id desc);

create table initiative (
  id uuid primary key,
  kind text not null default 'initiative' check (kind = 'initiative'),
  owner_id uuid references entity (id),
  health text check (health in ('green', 'amber', 'red')),
  health_reason text not null default '',
  health_at timestamptz,
  window_from date,
  window_to date check (window_to >= window_from),
  foreign key (id, kind) references entity (id, kind)
);
create index initiative_owner on initiative (owner_id, id desc);
create index initiative_health on initiative (health, id desc);

create table finding (
  id uuid primary key,
  kind text not null default 'finding' check (kind = 'finding'),
  type text not null check (type in ('improvement', 'growth')),
  owner_id uuid references entity (id),
  outcome text not null default '',
  closed_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);
create index finding_owner on finding (owner_id, id desc);
create index finding_type on finding (type, id desc);
