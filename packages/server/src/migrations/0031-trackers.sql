-- Backlogs that follow Jira or Linear. Tokens and webhook secrets lie sealed.

create table tracker (
  id uuid primary key,
  name text not null unique check (name <> ''),
  system text not null check (system in ('jira', 'linear')),
  address text not null check (address <> ''),
  account text not null default '',
  sealed_token text not null,
  sealed_secret text,
  -- The last webhook whose signature was wrong, until one is right.
  refused_at timestamptz,
  refused_says text,
  created_at timestamptz not null,
  created_by text not null,
  check ((refused_at is null) = (refused_says is null))
);

create table tracker_delivery (
  id bigint generated always as identity primary key,
  tracker_id uuid not null references tracker (id) on delete cascade,
  at timestamptz not null,
  event text not null,
  says text not null
);
create index tracker_delivery_of on tracker_delivery (tracker_id, id);

create table followed_backlog (
  id uuid primary key,
  tracker_id uuid not null references tracker (id),
  unit_id uuid not null references unit (id),
  source_kind text not null check (source_kind in ('project', 'board', 'team')),
  source_key text not null check (source_key <> ''),
  source_title text not null,
  -- What the tool's own query language and fields need besides.
  scope jsonb not null,
  -- What somebody said that the tool's states mean here, by name.
  states jsonb not null default '{}',
  -- Everything is read once at first and once a day: since when, up to which page, when it was done.
  sweep_from timestamptz,
  sweep_cursor text,
  swept_at timestamptz,
  imported integer not null default 0,
  total integer,
  -- What changed is asked for every few minutes: from which moment on, up to which page.
  poll_from timestamptz,
  poll_cursor text,
  polled_at timestamptz,
  seen_at timestamptz,
  -- Nothing is asked before that.
  due_at timestamptz not null,
  problem text,
  created_at timestamptz not null,
  created_by text not null,
  unique (tracker_id, source_kind, source_key)
);
create index followed_backlog_unit on followed_backlog (unit_id);
create index followed_backlog_due on followed_backlog (due_at);

-- What a webhook said to look at again: once, however often it was said.
create table followed_hint (
  backlog_id uuid not null references followed_backlog (id) on delete cascade,
  what text not null check (what in ('issue', 'sprint')),
  external_id text not null,
  at timestamptz not null,
  primary key (backlog_id, what, external_id)
);

create table followed_epic (
  backlog_id uuid not null references followed_backlog (id) on delete cascade,
  external_id text not null,
  key text not null,
  title text not null,
  target_id uuid,
  target_kind text check (target_kind in ('initiative', 'feature')),
  chosen_by text check (chosen_by in ('hand', 'rule')),
  primary key (backlog_id, external_id),
  foreign key (target_id, target_kind) references entity (id, kind),
  check ((target_id is null) = (target_kind is null))
);

create table followed_story (
  story_id uuid primary key references story (id),
  tracker_id uuid not null references tracker (id),
  backlog_id uuid not null references followed_backlog (id),
  external_id text not null,
  key text not null,
  address text not null,
  status text not null,
  -- How the tool itself groups that state.
  category text not null check (category in ('open', 'in-progress', 'in-review', 'done', 'dropped')),
  assignee text not null default '',
  epic_id text,
  -- When the tool changed it: older news of it is no news.
  changed_at timestamptz not null,
  seen_at timestamptz not null,
  gone text not null default '',
  unique (tracker_id, external_id)
);
create index followed_story_backlog on followed_story (backlog_id, seen_at);
create index followed_story_epic on followed_story (backlog_id, epic_id);

create table followed_sprint (
  sprint_id uuid primary key references sprint (id),
  backlog_id uuid not null references followed_backlog (id),
  external_id text not null,
  -- How far it is there.
  state text not null check (state in ('planned', 'running', 'closed')),
  unique (backlog_id, external_id)
);
