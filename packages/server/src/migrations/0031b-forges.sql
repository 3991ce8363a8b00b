-- Repositories whose changes are reviewed on GitHub or GitLab. Keys, tokens and secrets lie sealed.

create table forge (
  repository_id uuid primary key references repository (id),
  system text not null check (system in ('github', 'gitlab')),
  address text not null check (address <> ''),
  project text not null check (project <> ''),
  -- Of an app of GitHub's, whose key is sealed instead of a token.
  app_id text,
  installation_id text,
  sealed_key text,
  sealed_secret text,
  reports boolean not null,
  refused_at timestamptz,
  refused_says text,
  -- Reports: what is wrong with them, until when nothing is asked, when the last one was sent.
  problem text,
  due_at timestamptz not null,
  reported_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  check ((app_id is null) = (installation_id is null)),
  check ((refused_at is null) = (refused_says is null))
);

create table forge_delivery (
  id bigint generated always as identity primary key,
  repository_id uuid not null references forge (repository_id) on delete cascade,
  at timestamptz not null,
  event text not null,
  says text not null
);
create index forge_delivery_of on forge_delivery (repository_id, id);

create table review_request (
  repository_id uuid not null references repository (id),
  number integer not null,
  change_id uuid references change (id),
  address text not null,
  title text not null,
  author text not null,
  branch text not null,
  target text not null,
  head text not null,
  state text not null check (state in ('open', 'merged', 'closed')),
  draft boolean not null,
  labels text[] not null,
  -- Who said what of it last: reviewer to verdict.
  reviews jsonb not null default '{}',
  -- When the forge changed it: older news of it is no news.
  changed_at timestamptz not null,
  seen_at timestamptz not null,
  -- The comment that is kept up to date, and what it says now.
  comment_id text,
  comment_digest text,
  primary key (repository_id, number)
);
create index review_request_change on review_request (change_id);
create index review_request_branch on review_request (repository_id, branch);

-- What was said of a commit there, so that it is said once.
create table forge_status (
  repository_id uuid not null references repository (id),
  sha text not null,
  name text not null,
  digest text not null,
  sent_at timestamptz not null,
  primary key (repository_id, sha, name)
);
