-- How it runs. Service and cause are relations (affects, caused_by) in link.

create table incident (
  id uuid primary key,
  kind text not null default 'incident' check (kind = 'incident'),
  severity smallint not null check (severity between 1 and 4),
  opened_at timestamptz not null,
  resolved_at timestamptz check (resolved_at >= opened_at),
  cause text not null default '',
  foreign key (id, kind) references entity (id, kind)
);
create index incident_opened on incident (opened_at desc, id desc);
create index incident_severity on incident (severity, id desc);

-- The timeline is only added to.
create table incident_note (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incident (id),
  at timestamptz not null,
  by_name text not null,
  text text not null check (text <> '')
);
create index incident_note_timeline on incident_note (incident_id, id);
