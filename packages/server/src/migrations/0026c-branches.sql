-- Branches that were made for a piece of work, and those that were moved when what they stood on
-- landed under another name; the integration branch, which is made anew whenever its input changes.

create table feature_branch (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  name text not null,
  work_id uuid not null references entity (id),
  -- The branch that it was begun on, where that is not the default branch.
  parent text,
  sha text not null,
  state text not null check (state in ('pushing', 'made', 'refused')),
  says text not null default '',
  made_by text not null,
  at timestamptz not null
);
create unique index feature_branch_name on feature_branch (repository_id, name)
  where state <> 'refused';
create index feature_branch_of_work on feature_branch (work_id, id desc);

create table branch_retarget (
  change_id uuid not null references change (id),
  head text not null,
  parent_id uuid not null references change (id),
  new_head text,
  state text not null check (state in ('moved', 'conflict', 'refused')),
  says text not null,
  conflicts text[] not null default '{}',
  at timestamptz not null,
  primary key (change_id, head)
);

create table integration_mark (
  change_id uuid primary key references change (id),
  marked_by text not null,
  at timestamptz not null
);

create table integration_branch (
  repository_id uuid primary key references repository (id),
  branch text not null,
  -- Of what it was made: the same input makes the same commit, so nothing is done for it.
  input text not null,
  base text not null,
  sha text not null,
  members jsonb not null,
  state text not null check (state in ('built', 'refused')),
  says text not null default '',
  built_at timestamptz not null
);
