-- What customers are told. Titles, owners and states lie in entity; what is announced lies in link.

create table notification (
  id uuid primary key,
  kind text not null default 'notification' check (kind = 'notification'),
  environment_id uuid not null references flag_environment (environment_id),
  format text not null check (format in ('banner', 'modal', 'toast', 'feed', 'badge', 'changelog')),
  class text not null check (class in ('feature', 'maintenance', 'deprecation', 'announcement')),
  body text not null,
  action_label text,
  action_url text,
  audience jsonb not null,
  flag_id uuid references flag (id),
  flag_variation integer,
  -- What this deployment brought must run, and healthily.
  deployment_id uuid,
  deployment_kind text not null default 'deployment' check (deployment_kind = 'deployment'),
  starts_at timestamptz,
  ends_at timestamptz,
  priority integer not null check (priority between 0 and 100),
  dismissible boolean not null,
  feedback_question text,
  epoch integer not null default 1,
  -- Whoever changed last what is told: may not approve it.
  author_id uuid,
  author_name text not null,
  approved_hash bytea,
  approved_by text,
  approved_at timestamptz,
  approval_reason text,
  published_at timestamptz,
  held_cause text,
  foreign key (id, kind) references entity (id, kind),
  foreign key (deployment_id, deployment_kind) references entity (id, kind),
  check (ends_at > starts_at),
  check ((flag_id is null) = (flag_variation is null)),
  check ((action_label is null) = (action_url is null))
);
create index notification_of_environment on notification (environment_id, id desc);
create index notification_of_flag on notification (flag_id, id desc);
create index notification_of_deployment on notification (deployment_id)
  where deployment_id is not null;

-- Written on interaction only, each time the earliest that was ever reported.
create table notification_receipt (
  environment_id uuid not null,
  recipient text not null,
  notification_id uuid not null references notification (id),
  epoch integer not null,
  shown timestamptz,
  seen timestamptz,
  clicked timestamptz,
  dismissed timestamptz,
  primary key (environment_id, recipient, notification_id, epoch)
);
create index notification_receipt_counts on notification_receipt (notification_id, epoch);

-- The one tab that may show a modal.
create table notification_claim (
  environment_id uuid not null,
  recipient text not null,
  notification_id uuid not null references notification (id),
  epoch integer not null,
  claim text not null,
  at timestamptz not null,
  primary key (environment_id, recipient, notification_id, epoch)
);

-- How many different recipients were offered it: a HyperLogLog sketch of 1,024 registers.
create table notification_reach (
  notification_id uuid not null references notification (id),
  epoch integer not null,
  registers bytea not null check (length(registers) = 1024),
  primary key (notification_id, epoch)
);

-- What pages report by themselves: what happened, and which flags they read.
create table sdk_event (
  environment_id uuid not null,
  recipient text not null,
  id text not null,
  type text not null check (type in ('event', 'evaluation')),
  name text not null,
  at timestamptz not null,
  value double precision,
  variation integer,
  attributes jsonb,
  account text,
  primary key (environment_id, recipient, id)
);
create index sdk_event_by_name on sdk_event (environment_id, type, name, at desc);
create index sdk_event_at on sdk_event (at);

-- Feedback is stored once by its id; the engagement domain keeps what it says.
create table sdk_feedback (
  environment_id uuid not null,
  recipient text not null,
  id text not null,
  at timestamptz not null,
  primary key (environment_id, recipient, id)
);
