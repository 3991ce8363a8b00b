-- Pages with their filters under a name. Not entities: nothing links to them or asks why they exist.

create table saved_view (
  id uuid primary key,
  owner_id uuid not null references identity (id) on delete cascade,
  name text not null check (name <> ''),
  page text not null check (page like '/%'),
  search text not null,
  shared_with text not null check (shared_with in ('nobody', 'unit', 'everybody')),
  unit_id uuid references entity (id),
  revision integer not null default 1,
  updated_at timestamptz not null,
  -- Kept, so that a deletion can be taken back.
  deleted_at timestamptz,
  check ((shared_with = 'unit') = (unit_id is not null))
);
create unique index saved_view_name on saved_view (owner_id, page, lower(name)) where deleted_at is null;
create index saved_view_shared on saved_view (shared_with) where deleted_at is null and shared_with <> 'nobody';
