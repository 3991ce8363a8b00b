-- What went wrong, each time one row with the evidence as it was then; written in the transaction in
-- which it went wrong.
create table failure (
  id uuid primary key,
  kind text not null default 'failure' check (kind = 'failure'),
  deployment_id uuid references deployment (id),
  change_id uuid references change (id),
  repository_id uuid not null references repository (id),
  environment_id uuid references environment (id),
  class text not null,
  says text not null,
  -- Why it is of its class.
  reasons jsonb not null,
  step_id uuid references deployment_step (id),
  step_name text,
  attempt_id uuid references step_attempt (id),
  lines jsonb not null,
  -- The same for the same fault elsewhere and later.
  signature text not null,
  -- What stands first in the room.
  weight integer not null,
  at timestamptz not null,
  -- The act that is under way.
  acting text,
  acting_by text,
  held_until timestamptz,
  held_reason text,
  held_by text,
  assignee_id uuid references person (id),
  settled_at timestamptz,
  settled_how text,
  settled_note text,
  settled_by text,
  check (num_nonnulls(deployment_id, change_id) = 1),
  check ((settled_at is null) = (settled_how is null)),
  check ((held_until is null) = (held_reason is null)),
  foreign key (id, kind) references entity (id, kind)
);
create unique index failure_of_deployment on failure (deployment_id) where settled_at is null;
create unique index failure_of_change on failure (change_id, class) where settled_at is null;
create index failure_room on failure (weight desc, at desc, id desc) where settled_at is null;
create index failure_place on failure (environment_id, repository_id) where settled_at is null;
create index failure_settled on failure (settled_at desc, id desc) where settled_at is not null;
create index failure_signature on failure (signature, at desc, id desc);
create index failure_by_deployment on failure (deployment_id, at desc);

-- What to do about a class: the organisation's words where no repository is named.
create table runbook (
  id uuid primary key,
  class text not null,
  repository_id uuid references repository (id),
  body text not null check (body <> ''),
  changed_by text not null,
  changed_at timestamptz not null,
  unique nulls not distinct (class, repository_id)
);

-- When a deployment first failed, succeeded and went back: its own row knows only the last.
create table deployment_outcome (
  deployment_id uuid primary key references deployment (id),
  repository_id uuid not null,
  environment_id uuid not null references environment (id),
  first_failed_at timestamptz,
  succeeded_at timestamptz,
  rollback_started_at timestamptz,
  rolled_back_at timestamptz,
  -- The commit ran here already when it was deployed.
  repeats boolean not null default false,
  -- The commit had run here before, and another since.
  restores boolean not null default false
);
create index deployment_outcome_place
  on deployment_outcome (environment_id, repository_id, succeeded_at);

-- What a deployment brought that did not run in its place before; merges are left out.
create table deployment_commit (
  deployment_id uuid not null references deployment (id),
  sha text not null,
  committed_at timestamptz not null,
  primary key (deployment_id, sha)
);

-- The ledger knows what happened before this table did.
insert into deployment_outcome (deployment_id, repository_id, environment_id, first_failed_at,
  succeeded_at, rollback_started_at, rolled_back_at)
select deployment.id, deployment.repository_id, deployment.environment_id,
  min(ledger.at) filter (where ledger.action = 'deployment.failed'),
  min(ledger.at) filter (where ledger.action = 'deployment.succeeded'),
  min(ledger.at) filter (where ledger.action = 'deployment.rollback_started'),
  min(ledger.at) filter (where ledger.action = 'deployment.rolled_back')
from deployment join ledger on ledger.entity_id = deployment.id
where ledger.action in ('deployment.failed', 'deployment.succeeded', 'deployment.rollback_started',
  'deployment.rolled_back')
group by deployment.id;

update deployment_outcome set
  repeats = coalesce((select good.sha = one.sha from deployment good where good.id = one.last_good_id),
    false),
  restores = exists (select 1 from deployment earlier
    join deployment_outcome past on past.deployment_id = earlier.id
    where earlier.environment_id = one.environment_id and earlier.repository_id = one.repository_id
      and earlier.sha = one.sha and past.succeeded_at < deployment_outcome.succeeded_at)
  and not coalesce((select good.sha = one.sha from deployment good where good.id = one.last_good_id),
    false)
from deployment one where one.id = deployment_outcome.deployment_id;

insert into deployment_commit (deployment_id, sha, committed_at)
select deployment.id, suspect.sha, suspect.at
from deployment, jsonb_to_recordset(deployment.suspects) as suspect (sha text, at timestamptz)
where deployment.last_good_id is not null
on conflict do nothing;
