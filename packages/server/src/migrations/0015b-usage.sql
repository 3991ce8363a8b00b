-- How much features are used. Pages read feature_adoption alone; what it is counted from lies below.

alter table feature
  add column key text unique,
  add column adoption_uses integer not null default 3 check (adoption_uses between 1 and 1000);

-- Events that programs report, kept while an id may still come again. Browsers' lie in sdk_event.
create table usage_event (
  id text primary key,
  feature_id uuid not null references feature (id),
  account text not null,
  at timestamptz not null,
  uses integer not null check (uses > 0)
);
create index usage_event_at on usage_event (at);

-- Uses by account, feature and the organisation's day.
create table usage_day (
  on_day date not null,
  feature_id uuid not null references feature (id),
  account text not null,
  uses bigint not null check (uses > 0),
  primary key (on_day, feature_id, account)
);

-- Accounts that were there on a day, whatever they used.
create table account_day (
  on_day date not null,
  account text not null,
  primary key (on_day, account)
);

-- Days of which something came in that no count has seen yet.
create table usage_unsettled (
  id bigint generated always as identity primary key,
  on_day date not null
);

-- What was counted, by the last day of the 28.
create table eligible_day (
  on_day date primary key,
  accounts integer not null
);

create table feature_adoption (
  feature_id uuid not null references feature (id),
  on_day date not null,
  accounts integer not null check (accounts > 0),
  primary key (feature_id, on_day)
);
