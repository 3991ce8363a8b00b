-- Where metrics get their values. No operation answers a connection's address, and no copy of the
-- database tells it: it lies sealed.

create table metric_connection (
  id uuid primary key,
  name text not null unique check (name <> ''),
  -- Whose editors may write queries; null: the whole organisation's.
  unit_id uuid references unit (id),
  host text not null check (host <> ''),
  port integer not null check (port between 1 and 65535),
  database text not null check (database <> ''),
  sealed_address text not null,
  created_at timestamptz not null,
  created_by text not null
);

alter table metric drop constraint metric_source_check;
alter table metric
  add constraint metric_source_check check (source in ('entry', 'api', 'csv', 'insight', 'sql')),
  add column connection_id uuid references metric_connection (id),
  -- Of an insight: insight, parameters, figure. Of a query: query.
  add column settings jsonb not null default '{}',
  -- The organisation's day on which a value was last taken, so that each day is taken once.
  add column taken_on date,
  add column run_at timestamptz,
  add column run_error text,
  add constraint metric_connection_check check ((source = 'sql') = (connection_id is not null));
create index metric_taken on metric (taken_on) where source in ('insight', 'sql');
create index metric_of_connection on metric (connection_id) where connection_id is not null;

alter table metric_value
  add column via text not null default 'entry'
    check (via in ('entry', 'api', 'csv', 'insight', 'sql'));
