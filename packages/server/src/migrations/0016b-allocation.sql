-- Who has how many people and how much money, what plans ask of them, and what plans give up.

create table capacity (
  unit_id uuid not null references entity (id),
  fiscal_year integer not null,
  quarter smallint not null check (quarter between 1 and 4),
  people double precision not null check (people >= 0),
  money double precision check (money >= 0),
  primary key (fiscal_year, unit_id, quarter)
);

create table allocation (
  plan_id uuid not null references plan (id),
  priority_id uuid not null references priority (id),
  unit_id uuid not null references entity (id),
  quarter smallint not null check (quarter between 1 and 4),
  -- As asked for; what was cut of it stands in plan_cut.
  people double precision not null check (people >= 0),
  money double precision not null check (money >= 0),
  actual_people double precision check (actual_people >= 0),
  actual_money double precision check (actual_money >= 0),
  primary key (priority_id, unit_id, quarter)
);
create index allocation_plan on allocation (plan_id);

create table plan_cut (
  plan_id uuid not null references plan (id),
  ordinal integer not null,
  what text not null check (what <> ''),
  priority_id uuid not null,
  unit_id uuid not null,
  quarter smallint not null,
  people double precision not null check (people >= 0),
  money double precision not null check (money >= 0),
  applied_at timestamptz,
  primary key (plan_id, ordinal),
  foreign key (priority_id, unit_id, quarter) references allocation (priority_id, unit_id, quarter),
  check (people > 0 or money > 0)
);
