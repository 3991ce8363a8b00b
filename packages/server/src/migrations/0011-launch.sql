-- How features reach the market. What a launch launches, uses and is supported by lies in link.

-- A template as its organisation wrote it: phases, items, offsets, the rule of go and no-go. A launch
-- copies its items, so that a later edit of the template changes no launch under way.
create table launch_template (
  key text primary key,
  title text not null check (title <> ''),
  definition jsonb not null,
  ended boolean not null default false
);

create table launch (
  id uuid primary key,
  kind text not null default 'launch' check (kind = 'launch'),
  template_key text not null references launch_template (key),
  tier smallint not null check (tier between 1 and 3),
  score smallint not null,
  answers jsonb not null,
  target_on date not null,
  -- The day on which T0 was last set: what was due before it never had its time.
  scheduled_on date not null,
  go_share double precision not null check (go_share between 0 and 1),
  conditional_share double precision not null check (conditional_share between 0 and 1),
  hold_reason text,
  foreign key (id, kind) references entity (id, kind)
);
create index launch_target on launch (target_on, id);

create table launch_role (
  launch_id uuid not null references launch (id),
  role text not null,
  person_id uuid not null references entity (id),
  primary key (launch_id, role)
);
create index launch_role_person on launch_role (person_id);

create table readiness_item (
  id uuid primary key,
  launch_id uuid not null references launch (id),
  ordinal integer not null,
  phase text not null,
  phase_title text not null,
  counts text not null check (counts in ('readiness', 'decision', 'runbook')),
  key text not null,
  title text not null check (title <> ''),
  role text not null,
  priority text not null check (priority in ('P0', 'P1')),
  evidence text not null,
  offset_days integer not null,
  due_on date not null,
  confirmed_by uuid references identity (id),
  confirmed_at timestamptz,
  note text not null default '',
  address text,
  waived_at timestamptz,
  waived_by uuid references identity (id),
  waive_reason text not null default '',
  mitigation text not null default '',
  unique (launch_id, key),
  unique (launch_id, ordinal),
  check (waived_at is null or priority = 'P1')
);

-- Each go, no-go and hold with the readiness that it was decided on, kept as it was seen.
create table launch_verdict (
  id bigint generated always as identity primary key,
  launch_id uuid not null references launch (id),
  effect text not null check (effect in ('go', 'no-go', 'hold')),
  verdict text not null check (verdict in ('go', 'conditional', 'no-go')),
  at timestamptz not null,
  by_name text not null,
  reason text not null default '',
  decision_id uuid references decision (id),
  evidence jsonb not null
);
create index launch_verdict_launch on launch_verdict (launch_id, id desc);

create table competitor (
  id uuid primary key,
  kind text not null default 'competitor' check (kind = 'competitor'),
  website text not null default '',
  foreign key (id, kind) references entity (id, kind)
);

create table battlecard_line (
  competitor_id uuid not null references competitor (id),
  ordinal integer not null,
  text text not null check (text <> ''),
  audience text not null check (audience in ('internal', 'shareable')),
  source text not null check (source <> ''),
  on_day date not null,
  primary key (competitor_id, ordinal)
);

create table price (
  id uuid primary key,
  kind text not null default 'price' check (kind = 'price'),
  book text not null,
  version integer not null check (version > 0),
  amounts jsonb not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  effective_from date not null,
  approved_at timestamptz,
  unique (book, version),
  foreign key (id, kind) references entity (id, kind)
);

create table campaign (
  id uuid primary key,
  kind text not null default 'campaign' check (kind = 'campaign'),
  audience text not null default '',
  channels text[] not null default '{}',
  starts_on date,
  ends_on date check (ends_on >= starts_on),
  foreign key (id, kind) references entity (id, kind)
);
create index campaign_starts on campaign (starts_on, id);
