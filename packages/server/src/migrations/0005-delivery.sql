-- How teams work. Titles, owners, states (a design release's verdict) lie in entity.

create table story (
  id uuid primary key,
  kind text not null default 'story' check (kind = 'story'),
  estimate double precision check (estimate >= 0),
  started_at timestamptz,
  done_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);

create table design_release (
  id uuid primary key,
  kind text not null default 'design_release' check (kind = 'design_release'),
  file text not null,
  version text not null check (version <> ''),
  verdict_reason text not null default '',
  verdict_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);

create table design_checklist_item (
  design_release_id uuid not null references design_release (id),
  ordinal integer not null,
  text text not null check (text <> ''),
  result text not null check (result in ('unchecked', 'met', 'unmet', 'not-applicable')),
  note text not null default '',
  primary key (design_release_id, ordinal)
);
