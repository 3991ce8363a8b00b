-- Release lines: branches on which released versions are kept alive. Branch and head are the
-- remote's; the window and the strategy are ours, or the repository's file's.

create table release_line (
  id uuid primary key,
  kind text not null default 'release_line' check (kind = 'release_line'),
  repository_id uuid not null references repository (id),
  branch text not null,
  series text not null,
  -- Null while the remote hasn't the branch.
  head text,
  strategy text not null
    check (strategy in ('backport-from-main', 'hotfix-from-tag', 'roll-forward')),
  supported_from date not null,
  supported_until date,
  -- Who said so: a line that was merely found goes by the rules of the repository.
  set_by text not null check (set_by in ('person', 'file', 'found')),
  -- Ended by hand, whatever the window says.
  ended_reason text,
  -- Where the branch shall begin, intended before it is pushed.
  opens_at text,
  failure text,
  -- The heads of the line (and its hotfixes) and of the default branch that `line_commit` was read
  -- from.
  compared_head text,
  compared_default text,
  foreign key (id, kind) references entity (id, kind),
  unique (repository_id, branch)
);

-- What a line has and the default branch hasn't, and whether the default branch has it otherwise.
create table line_commit (
  line_id uuid not null references release_line (id),
  sha text not null,
  subject text not null,
  author text not null,
  at timestamptz not null,
  ordinal integer not null,
  -- "(cherry picked from commit …)" and its like.
  picked_from text[] not null,
  -- It lies on a hotfix from a tag of the line, and not on the line itself.
  on_hotfix boolean not null,
  on_default text check (on_default in ('picked', 'forward', 'same-patch')),
  primary key (line_id, sha)
);
create index line_commit_sha on line_commit (sha);
create index line_commit_picked on line_commit using gin (picked_from);

-- That the default branch needn't have a commit of a line, as a person said.
create table dismissed_commit (
  line_id uuid not null references release_line (id),
  sha text not null,
  reason text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (line_id, sha)
);

-- A backport is intended before anything is pushed; the remote decides what became of it.
create table backport (
  id uuid primary key,
  kind text not null default 'backport' check (kind = 'backport'),
  repository_id uuid not null references repository (id),
  direction text not null check (direction in ('back', 'forward')),
  change_id uuid references change (id),
  line_id uuid not null references release_line (id),
  target text not null,
  branch text not null,
  asked_by text not null,
  asked_how text not null check (asked_how in ('person', 'label', 'trailer')),
  asked_at timestamptz not null,
  -- Until it has landed, is found to be there already, or is given up.
  active boolean not null default true,
  says text not null default '',
  -- The commits to bring, the oldest first, each with what it became.
  commits jsonb not null,
  -- The target's commit on which they were picked, and the last one made.
  base text,
  result text,
  -- What conflicts, and at which commit; what earlier commits would be needed.
  conflict jsonb,
  -- What the remote has of our branch, as far as we pushed it.
  pushed text,
  landing_from text,
  landing_to text,
  landed_at timestamptz,
  landed_by text,
  foreign key (id, kind) references entity (id, kind),
  check (direction = 'forward' or change_id is not null)
);
create unique index backport_once on backport (change_id, line_id)
  where active and direction = 'back';
create index backport_of_repository on backport (repository_id, id desc);
create index backport_of_line on backport (line_id, id desc);
create index backport_of_change on backport (change_id, id desc);

-- How a person settled a file of a backport.
create table backport_resolution (
  backport_id uuid not null references backport (id),
  sha text not null,
  path text not null,
  fingerprint text not null,
  take text not null check (take in ('line', 'change', 'text', 'delete')),
  content bytea,
  -- It was the team's earlier settlement, looked at and taken.
  remembered boolean not null,
  by_name text not null,
  at timestamptz not null,
  primary key (backport_id, sha, path)
);

-- What the team remembers: the last settlement of each conflict, by the files that met in it.
create table conflict_memory (
  repository_id uuid not null references repository (id),
  fingerprint text not null,
  take text not null check (take in ('line', 'change', 'text', 'delete')),
  content bytea,
  by_name text not null,
  at timestamptz not null,
  primary key (repository_id, fingerprint)
);

-- What would happen to a change on a line, computed when either moved.
create table backport_preview (
  change_id uuid not null references change (id),
  line_id uuid not null references release_line (id),
  change_head text not null,
  line_head text not null,
  outcome text not null check (outcome in ('clean', 'empty', 'conflict', 'unreadable')),
  paths jsonb not null,
  missing jsonb not null,
  missing_suffice boolean not null,
  at timestamptz not null,
  primary key (change_id, line_id)
);

-- A hotfix: a branch from a release's tag for the next patch version.
create table hotfix (
  id uuid primary key,
  repository_id uuid not null references repository (id),
  release_id uuid not null references release (id),
  line_id uuid references release_line (id),
  version text not null,
  branch text not null,
  base text not null,
  reason text not null,
  state text not null check (state in ('starting', 'open', 'released', 'failed', 'abandoned')),
  serves_id uuid references entity (id),
  by_name text not null,
  at timestamptz not null,
  failure text,
  released_id uuid references release (id)
);
create unique index hotfix_version on hotfix (repository_id, version)
  where state in ('starting', 'open', 'released');
create index hotfix_of_repository on hotfix (repository_id, id desc);

alter table release add column line_id uuid references release_line (id);
alter table release add column hotfix_id uuid references hotfix (id);
