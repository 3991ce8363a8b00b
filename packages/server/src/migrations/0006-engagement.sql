-- How we listen. Titles, owners and states lie in entity; who belongs to what lies in link.

create table account (
  id uuid primary key,
  kind text not null default 'account' check (kind = 'account'),
  segment text not null
    check (segment in ('general-contractor', 'project-owner', 'specialty-contractor', 'partner')),
  tier smallint not null check (tier between 1 and 5),
  annual_value bigint not null check (annual_value >= 0),
  external_key text unique,
  foreign key (id, kind) references entity (id, kind)
);
create index account_segment on account (segment, id desc);

create table contact (
  id uuid primary key,
  kind text not null default 'contact' check (kind = 'contact'),
  account_id uuid not null references account (id),
  role text not null default '',
  email text,
  foreign key (id, kind) references entity (id, kind)
);
create index contact_account on contact (account_id, id desc);

create table program (
  id uuid primary key,
  kind text not null default 'program' check (kind = 'program'),
  program_kind text not null
    check (program_kind in ('innovation-lab', 'advisory-board', 'executive-journey')),
  short_name text not null default '',
  segment text
    check (segment in ('general-contractor', 'project-owner', 'specialty-contractor', 'partner')),
  cadence text not null default '',
  manager_id uuid references entity (id),
  purpose text not null default '',
  membership text not null default '',
  terms text not null default '',
  confidentiality text not null default '',
  -- Lists that are read and replaced as wholes: [{title, description}], [{title, purpose, sessions}].
  blueprint jsonb not null default '[]',
  stages jsonb not null default '[]',
  foreign key (id, kind) references entity (id, kind)
);
create index program_by_kind on program (program_kind, id desc);

create table meeting (
  id uuid primary key,
  kind text not null default 'meeting' check (kind = 'meeting'),
  program_id uuid not null references program (id),
  starts_at timestamptz not null,
  duration_minutes integer not null check (duration_minutes > 0),
  place text not null default '',
  minutes text not null default '',
  foreign key (id, kind) references entity (id, kind)
);
create index meeting_program on meeting (program_id, starts_at desc);
create index meeting_starts on meeting (starts_at desc, id desc);

create table agenda_item (
  meeting_id uuid not null references meeting (id),
  ordinal integer not null,
  title text not null check (title <> ''),
  minutes integer not null check (minutes >= 0),
  about_id uuid references entity (id),
  -- Guests with whom the program is shared read the title.
  shared boolean not null default false,
  primary key (meeting_id, ordinal)
);

create table attendance (
  meeting_id uuid not null references meeting (id),
  who_id uuid not null references entity (id),
  attendance text not null check (attendance in ('invited', 'attended', 'absent')),
  primary key (meeting_id, who_id)
);

create table feedback (
  id uuid primary key,
  kind text not null default 'feedback' check (kind = 'feedback'),
  verbatim text not null check (verbatim <> ''),
  rating smallint check (rating between 1 and 5),
  heard_at text not null check (heard_at in ('in-app', 'meeting', 'program', 'other')),
  received_at timestamptz not null,
  -- Whose voice it is in the market: said of the feedback itself, since its account may be hidden.
  segment text
    check (segment in ('general-contractor', 'project-owner', 'specialty-contractor', 'partner')),
  themes text[] not null default '{}',
  answer text not null default '',
  page text not null default '',
  program_id uuid references program (id),
  merged_into_id uuid references feedback (id) check (merged_into_id <> id),
  -- The widget's own id of it within its environment: one intake makes one row.
  intake_key text unique,
  -- The key of an account that nobody had entered when it came in; taken up when somebody does.
  account_key text,
  foreign key (id, kind) references entity (id, kind)
);
create index feedback_received on feedback (received_at desc, id desc);
create index feedback_merged on feedback (merged_into_id);
create index feedback_segment on feedback (segment, id desc);
create index feedback_themes on feedback using gin (themes);
create index feedback_account_key on feedback (account_key) where account_key is not null;

-- What guests see: their operations start here and nowhere else.
create table share (
  entity_id uuid not null references entity (id) on delete cascade,
  identity_id uuid not null references identity (id) on delete cascade,
  since timestamptz not null,
  primary key (identity_id, entity_id)
);
create index share_entity on share (entity_id);
