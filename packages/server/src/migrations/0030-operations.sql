-- How services run, whole: SLOs, incidents from beginning to postmortem, security findings, planned
-- changes, alerts from outside. Services, causes and accounts are relations in link.

alter table incident
  add column declared_at timestamptz,
  add column mitigated_at timestamptz,
  add column cause_kind text not null default 'unknown'
    check (cause_kind in ('unknown', 'deployment', 'infrastructure-change', 'flag', 'dependency',
      'capacity', 'hardware', 'data', 'attack', 'other')),
  add column impact text not null default '',
  -- The moment of the last state that another tool told; what it says of an earlier one changes nothing.
  add column told_at timestamptz;
update incident set declared_at = entity.created_at,
  cause_kind = case when exists (select 1 from link where link.from_id = incident.id
    and link.relation = 'caused_by' and link.until is null) then 'deployment' else 'unknown' end
from entity where entity.id = incident.id;
alter table incident alter column declared_at set not null;

alter table incident_note
  add column kind text not null default 'note'
    check (kind in ('note', 'detected', 'decision', 'action', 'communication', 'status')),
  add column written_at timestamptz;
update incident_note set written_at = at,
  kind = case when text = 'Resolved.' or text like 'Reopened: %' then 'status' else 'note' end;
alter table incident_note alter column written_at set not null;
drop index incident_note_timeline;
create index incident_note_timeline on incident_note (incident_id, at, id);

create table incident_role (
  incident_id uuid not null references incident (id),
  role text not null
    check (role in ('commander', 'communications', 'scribe', 'operations', 'expert')),
  person_id uuid not null references entity (id),
  primary key (incident_id, role)
);

create table postmortem (
  id uuid primary key,
  kind text not null default 'postmortem' check (kind = 'postmortem'),
  incident_id uuid not null unique references incident (id),
  -- [{"title": …, "prompt": …, "text": …}], in the order of reading.
  sections jsonb not null,
  handed_in_by uuid references identity (id),
  handed_in_name text,
  published_by text,
  published_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);

-- What is promised ---------------------------------------------------------------------------------

create table slo (
  id uuid primary key,
  kind text not null default 'slo' check (kind = 'slo'),
  objective double precision not null check (objective > 0 and objective < 100),
  window_days integer check (window_days between 1 and 90),
  period text check (period in ('month', 'quarter')),
  indicator text not null check (indicator in ('share', 'ratio', 'counts')),
  -- The share of each day, or the good events; all events of a ratio.
  metric_id uuid references entity (id),
  total_metric_id uuid references entity (id),
  -- What the budget said when it was last looked at: lists read these alone.
  attained double precision,
  remaining double precision,
  burning text[] not null default '{}',
  settled_at timestamptz,
  foreign key (id, kind) references entity (id, kind),
  check ((window_days is null) <> (period is null)),
  check ((indicator = 'counts') = (metric_id is null)),
  check ((indicator = 'ratio') = (total_metric_id is not null))
);
create index slo_metric on slo (metric_id) where metric_id is not null;
create index slo_total_metric on slo (total_metric_id) where total_metric_id is not null;

create table slo_count (
  slo_id uuid not null references slo (id),
  at timestamptz not null,
  seconds integer not null check (seconds between 1 and 86400),
  good bigint not null check (good >= 0),
  total bigint not null check (total >= good),
  primary key (slo_id, at)
);

-- What was found -----------------------------------------------------------------------------------

create table security_finding (
  id uuid primary key,
  kind text not null default 'security_finding' check (kind = 'security_finding'),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  repository_id uuid references entity (id),
  -- Empty where a person recorded it.
  tool text not null,
  rule text not null,
  fingerprint text,
  location text not null,
  url text,
  help text,
  found_at timestamptz not null,
  found_on date not null,
  due_on date not null,
  fixed_at timestamptz,
  -- The last day of the exception that was approved.
  excepted_until date,
  foreign key (id, kind) references entity (id, kind),
  check ((fingerprint is null) = (tool = ''))
);
create unique index security_finding_fingerprint
  on security_finding (repository_id, tool, fingerprint) where fingerprint is not null;
create index security_finding_due on security_finding (due_on, id);
create index security_finding_excepted on security_finding (excepted_until)
  where excepted_until is not null;

create table security_exception (
  id uuid primary key,
  finding_id uuid not null references security_finding (id),
  reason text not null check (reason <> ''),
  until date not null,
  asked_by uuid references identity (id),
  asked_name text not null,
  asked_at timestamptz not null,
  state text not null check (state in ('asked', 'approved', 'refused', 'expired', 'ended')),
  decided_name text,
  decided_at timestamptz,
  check ((state = 'asked') = (decided_at is null))
);
create unique index security_exception_one on security_exception (finding_id)
  where state in ('asked', 'approved');
create index security_exception_finding on security_exception (finding_id, asked_at desc);

-- What is planned ----------------------------------------------------------------------------------

create table infrastructure_change (
  id uuid primary key,
  kind text not null default 'infrastructure_change' check (kind = 'infrastructure_change'),
  risk text not null check (risk in ('low', 'medium', 'high')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  way_back text not null default '',
  planned_by uuid references identity (id),
  planned_name text not null,
  approved_by text,
  approved_at timestamptz,
  -- Why it may happen although something is frozen then.
  despite text not null default '',
  began_at timestamptz,
  ended_at timestamptz,
  outcome text not null default '',
  foreign key (id, kind) references entity (id, kind)
);
create index infrastructure_change_start on infrastructure_change (starts_at desc, id desc);
create index infrastructure_change_end on infrastructure_change (ends_at);

-- What others tell ---------------------------------------------------------------------------------

create table alert_source (
  id uuid primary key,
  kind text not null check (kind in ('pagerduty', 'alertmanager')),
  name text not null check (name <> ''),
  unit_id uuid not null references unit (id),
  service_id uuid references entity (id),
  -- [{"name": …, "service": uuid}]
  services jsonb not null default '[]',
  sealed_secret text,
  created_at timestamptz not null,
  created_by text not null,
  last_received_at timestamptz,
  last_refusal text not null default '',
  last_refused_at timestamptz
);

-- A firing of one alert: the same one again is known by its start.
create table alert_firing (
  source_id uuid not null references alert_source (id) on delete cascade,
  fingerprint text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  incident_id uuid not null references incident (id),
  group_key text not null,
  primary key (source_id, fingerprint, starts_at)
);
create index alert_firing_group on alert_firing (source_id, group_key);
create index alert_firing_incident on alert_firing (incident_id);

-- Deliveries that were taken in, so that a retry is known.
create table alert_delivery (
  source_id uuid not null references alert_source (id) on delete cascade,
  event text not null,
  received_at timestamptz not null,
  primary key (source_id, event)
);
create index alert_delivery_received on alert_delivery (received_at);
