-- Who sees what. Titles, owners and states lie in entity; what a flag gates lies in link.

create table flag (
  id uuid primary key,
  kind text not null default 'flag' check (kind = 'flag'),
  key text not null unique,
  type text not null check (type in ('boolean', 'string', 'number', 'json')),
  -- [{value, name}]; configurations point into it by index, so entries are never removed.
  variations jsonb not null check (jsonb_typeof(variations) = 'array'),
  client_side boolean not null,
  temporary boolean not null,
  -- Mixed into the hash of rollouts; never changes, or people would change sides.
  salt text not null,
  foreign key (id, kind) references entity (id, kind)
);
create index flag_temporary on flag (temporary, id desc);

-- An environment as SDKs know it. Whoever changes what it serves raises the version under a lock.
create table flag_environment (
  environment_id uuid primary key,
  kind text not null default 'environment' check (kind = 'environment'),
  version bigint not null default 0,
  allowed_origins text[] not null default '{}',
  revision integer not null default 0,
  foreign key (environment_id, kind) references entity (id, kind)
);

-- One row a flag and environment, once somebody configured it there; off before.
create table flag_configuration (
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  revision integer not null,
  is_on boolean not null,
  -- LaunchDarkly's published model: targets, rules, fallthrough, offVariation, prerequisites.
  configuration jsonb not null,
  -- Only where an import brings one; the flag's own otherwise.
  salt text,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (flag_id, environment_id)
);
create index flag_configuration_on on flag_configuration (environment_id, flag_id) where is_on;
create index flag_configuration_recent on flag_configuration (changed_at desc);

-- Every past configuration, to read, compare, evaluate against and restore.
create table flag_configuration_version (
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  revision integer not null,
  is_on boolean not null,
  configuration jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (flag_id, environment_id, revision)
);
create index flag_configuration_version_recent on flag_configuration_version (changed_at desc);

create table flag_prerequisite (
  flag_id uuid not null,
  environment_id uuid not null,
  needs_flag_id uuid not null references flag (id),
  primary key (flag_id, environment_id, needs_flag_id),
  foreign key (flag_id, environment_id) references flag_configuration (flag_id, environment_id)
);
create index flag_prerequisite_needs on flag_prerequisite (needs_flag_id, environment_id);

create table segment (
  environment_id uuid not null references flag_environment (environment_id),
  key text not null,
  title text not null check (title <> ''),
  summary text not null default '',
  revision integer not null,
  salt text not null,
  -- included, excluded, rules.
  definition jsonb not null,
  changed_at timestamptz not null,
  primary key (environment_id, key)
);

create table sdk_key (
  id uuid primary key,
  environment_id uuid not null references flag_environment (environment_id),
  kind text not null check (kind in ('server', 'mobile', 'client')),
  name text not null check (name <> ''),
  -- A server key is kept as a hash; a client-side id is public.
  key_hash bytea unique,
  client_id text unique,
  shown text not null,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz,
  check ((kind = 'client') = (client_id is not null)),
  check ((kind = 'client') = (key_hash is null))
);
create index sdk_key_of_environment on sdk_key (environment_id, id desc);

-- At most two hold at a time, so that a customer can change over without an outage.
create table identity_secret (
  id uuid primary key,
  environment_id uuid not null references flag_environment (environment_id),
  secret text not null,
  created_at timestamptz not null
);
create index identity_secret_of_environment on identity_secret (environment_id, created_at desc);

-- Evaluations over OFREP and sessions, counted in memory and added up once a minute.
create table flag_evaluation_count (
  flag_id uuid not null references flag (id),
  environment_id uuid not null references flag_environment (environment_id),
  -- -1: the caller's default was served.
  variation integer not null,
  hour timestamptz not null,
  evaluations bigint not null,
  primary key (flag_id, environment_id, hour, variation)
);
create index flag_evaluation_count_hour on flag_evaluation_count (hour);
