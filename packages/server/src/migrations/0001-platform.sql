-- What every domain stands on: who acts, what can be pointed at, how it is joined, what happened.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- unaccent() is only stable; search vectors need an immutable one.
create function plain_text(value text) returns text
  language sql immutable parallel safe strict
  as $$ select public.unaccent('public.unaccent'::regdictionary, value) $$;

create table setting (
  key text primary key,
  value jsonb not null
);

-- Entities ---------------------------------------------------------------------------------------

create table entity (
  id uuid primary key,
  kind text not null,
  title text not null check (title <> ''),
  summary text not null default '',
  state text not null,
  owner_unit_id uuid,
  restricted boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search tsvector generated always as (
    setweight(to_tsvector('simple', plain_text(title)), 'A') ||
    setweight(to_tsvector('simple', plain_text(left(summary, 4000))), 'B')
  ) stored,
  unique (id, kind)
);
create index entity_search on entity using gin (search);
create index entity_title_words on entity using gin (plain_text(lower(title)) gin_trgm_ops);
create index entity_by_kind on entity (kind, id desc);
create index entity_by_owner on entity (owner_unit_id, kind);

-- Who may read a restricted entity, by name.
create table entity_reader (
  entity_id uuid not null references entity (id) on delete cascade,
  identity_id uuid not null,
  primary key (entity_id, identity_id)
);
create index entity_reader_identity on entity_reader (identity_id, entity_id);

create table link (
  id uuid primary key,
  relation text not null,
  from_id uuid not null,
  from_kind text not null,
  to_id uuid not null,
  to_kind text not null,
  weight numeric check (weight >= 0),
  since timestamptz not null,
  until timestamptz check (until >= since),
  foreign key (from_id, from_kind) references entity (id, kind),
  foreign key (to_id, to_kind) references entity (id, kind),
  check (from_id <> to_id),
  exclude using gist (
    from_id with =, to_id with =, relation with =, tstzrange(since, until, '[)') with &&
  )
);
create index link_from on link (from_id, relation);
create index link_to on link (to_id, relation);

create table external_reference (
  entity_id uuid not null references entity (id) on delete cascade,
  system text not null,
  external_id text not null,
  address text not null default '',
  last_seen timestamptz not null,
  primary key (system, external_id)
);
create index external_reference_entity on external_reference (entity_id);

-- Ledger: writers only append; one sequencer gives positions and chains hashes (feed, feed_head). --

create table ledger (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  via text not null,
  action text not null,
  entity_id uuid,
  entity_kind text,
  revision integer,
  schema_version integer not null default 1,
  payload_hash bytea not null
);
create index ledger_tx on ledger (tx);
create index ledger_entity on ledger (entity_id, at desc, id desc);

create table ledger_payload (
  ledger_id bigint primary key references ledger (id),
  salt bytea not null,
  after json not null
);

create table feed (
  position bigint primary key,
  ledger_id bigint not null unique references ledger (id),
  hash bytea not null
);

create table feed_head (
  singleton boolean primary key default true check (singleton),
  position bigint not null,
  snapshot pg_snapshot not null,
  hash bytea not null
);
insert into feed_head (position, snapshot, hash)
  values (0, pg_snapshot '1:1:', sha256('throughline'::bytea));

create table feed_cursor (
  consumer text primary key,
  position bigint not null
);

-- Access -----------------------------------------------------------------------------------------

create table identity (
  id uuid primary key,
  kind text not null check (kind in ('member', 'guest')),
  email text not null,
  name text not null,
  person_id uuid references entity (id),
  password_hash text,
  administrator boolean not null default false,
  state text not null check (state in ('invited', 'active', 'suspended')),
  reads_kinds text[] not null default '{}',
  created_at timestamptz not null
);
create unique index identity_email on identity (lower(email));
alter table entity_reader add foreign key (identity_id) references identity (id) on delete cascade;

create table role_grant (
  identity_id uuid not null references identity (id) on delete cascade,
  role text not null check (role in ('owner', 'editor', 'contributor', 'viewer')),
  unit_id uuid references entity (id),
  unique nulls not distinct (identity_id, role, unit_id)
);

create table session (
  token_hash bytea primary key,
  identity_id uuid not null references identity (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_identity on session (identity_id);

create table sign_in_link (
  token_hash bytea primary key,
  identity_id uuid not null references identity (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table api_key (
  id uuid primary key,
  key_hash bytea not null unique,
  identity_id uuid not null references identity (id) on delete cascade,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_identity on api_key (identity_id);

create table idempotency (
  identity_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  body text,
  at timestamptz not null,
  primary key (identity_id, key)
);
create index idempotency_at on idempotency (at);

-- Decisions and actions --------------------------------------------------------------------------

create table decision (
  id uuid primary key,
  kind text not null default 'decision' check (kind = 'decision'),
  options text[] not null,
  choice text,
  reason text not null default '',
  decider_id uuid references entity (id),
  revisit_on date,
  decided_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);

create table decision_effect (
  decision_id uuid not null references decision (id),
  ordinal integer not null,
  effect text not null,
  target_id uuid not null,
  target_kind text not null,
  parameters jsonb not null,
  option text,
  primary key (decision_id, ordinal),
  foreign key (target_id, target_kind) references entity (id, kind)
);

create table action (
  id uuid primary key,
  kind text not null default 'action' check (kind = 'action'),
  owner_id uuid references entity (id),
  due_on date,
  carried_over integer not null default 0,
  done_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);
create index action_owner on action (owner_id, due_on);
