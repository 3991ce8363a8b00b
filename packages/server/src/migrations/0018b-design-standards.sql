-- What designs are checked against, and exceptions from it that end.

create table design_standard (
  key text primary key,
  group_key text not null,
  group_title text not null,
  text text not null check (text <> ''),
  describes text not null default '',
  ordinal integer not null,
  ended boolean not null default false
);

alter table design_checklist_item add column standard_key text references design_standard (key);

create table design_waiver (
  id uuid primary key,
  design_release_id uuid not null references design_release (id),
  -- It holds for the version that was looked at, and for this item of its checklist.
  version text not null,
  item text not null,
  reason text not null check (reason <> ''),
  -- The last day on which it holds, in the organisation's time zone.
  until date not null,
  granted_by text not null,
  granted_at timestamptz not null
);
create index design_waiver_release on design_waiver (design_release_id, until);
