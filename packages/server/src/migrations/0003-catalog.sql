-- What we make and run. Titles, owners and states lie in entity; relations in link.

create table product (
  id uuid primary key,
  kind text not null default 'product' check (kind = 'product'),
  foreign key (id, kind) references entity (id, kind)
);

create table feature (
  id uuid primary key,
  kind text not null default 'feature' check (kind = 'feature'),
  documentation text,
  foreign key (id, kind) references entity (id, kind)
);

create table service (
  id uuid primary key,
  kind text not null default 'service' check (kind = 'service'),
  tier smallint not null check (tier between 1 and 4),
  data_classification text not null
    check (data_classification in ('public', 'internal', 'confidential', 'restricted')),
  foreign key (id, kind) references entity (id, kind)
);
create index service_tier on service (tier, id desc);

create table metric (
  id uuid primary key,
  kind text not null default 'metric' check (kind = 'metric'),
  definition text not null check (definition <> ''),
  unit text not null check (unit <> ''),
  direction text not null check (direction in ('up', 'down')),
  target double precision,
  source text not null default 'entry' check (source in ('entry')),
  freshness_days integer not null check (freshness_days > 0),
  foreign key (id, kind) references entity (id, kind)
);

-- Entries are only added: of several for one day, the last one counts.
create table metric_value (
  id bigint generated always as identity primary key,
  metric_id uuid not null references metric (id),
  on_day date not null,
  value double precision not null,
  note text not null default '',
  recorded_at timestamptz not null,
  recorded_by uuid references identity (id)
);
create index metric_value_day on metric_value (metric_id, on_day desc, id desc);
