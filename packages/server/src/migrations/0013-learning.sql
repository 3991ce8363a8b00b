-- Onboarding and capability: tracks of modules, and who is how far.

create table track (
  id uuid primary key,
  kind text not null default 'track' check (kind = 'track'),
  key text not null unique,
  -- Who is enrolled on joining: members of a unit (those below included), holders of a post, everyone.
  audience text not null check (audience in ('unit', 'position', 'everyone')),
  audience_unit_id uuid references unit (id),
  audience_post text,
  check ((audience = 'unit') = (audience_unit_id is not null)),
  check ((audience = 'position') = (audience_post is not null)),
  foreign key (id, kind) references entity (id, kind)
);

create table module (
  id uuid primary key,
  kind text not null default 'module' check (kind = 'module'),
  track_id uuid not null references track (id),
  key text not null,
  position integer not null,
  -- Markdown with live references, {{unit:key}}.
  body text not null,
  due text not null check (due in ('day-1', 'week-1', 'day-30', 'day-60', 'day-90')),
  task text not null default '',
  link text not null default '',
  quiz jsonb not null default '[]',
  -- The files that text and quiz were imported from.
  text_file text not null default '',
  quiz_file text not null default '',
  unique (track_id, key),
  foreign key (id, kind) references entity (id, kind)
);
create index module_track on module (track_id, position);

-- Modules to finish first.
create table module_prerequisite (
  module_id uuid not null references module (id),
  after_id uuid not null references module (id) check (after_id <> module_id),
  primary key (module_id, after_id)
);

create table enrollment (
  id uuid primary key,
  track_id uuid not null references track (id),
  person_id uuid not null references entity (id),
  -- What due dates are counted from.
  started_on date not null,
  how text not null check (how in ('joined', 'self', 'assigned')),
  created_at timestamptz not null,
  completed_at timestamptz,
  unique (track_id, person_id)
);
create index enrollment_person on enrollment (person_id);
create index enrollment_open on enrollment (track_id) where completed_at is null;

create table module_progress (
  enrollment_id uuid not null references enrollment (id),
  module_id uuid not null references module (id),
  read_at timestamptz,
  -- Keys of the questions that were answered rightly once.
  answered text[] not null default '{}',
  done_at timestamptz,
  primary key (enrollment_id, module_id)
);

-- Every try at a quiz: what was chosen, and how it went.
create table quiz_attempt (
  id bigint generated always as identity primary key,
  enrollment_id uuid not null references enrollment (id),
  module_id uuid not null references module (id),
  at timestamptz not null,
  score integer not null check (score >= 0),
  out_of integer not null check (out_of >= score),
  answers jsonb not null
);
create index quiz_attempt_enrollment on quiz_attempt (enrollment_id, module_id, at);
