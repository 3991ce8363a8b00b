-- What a design release brings to its review besides the checklist: screens, and what people managed
-- to do with it.

-- An image is kept once, whoever shows it.
create table screen_image (
  sha256 bytea primary key check (sha256 = sha256(content)),
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/avif')),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  content bytea not null
);

create table design_screen (
  id uuid primary key,
  design_release_id uuid not null references design_release (id),
  version text not null,
  sha256 bytea not null references screen_image (sha256),
  alt text not null check (alt <> ''),
  added_by text not null,
  added_at timestamptz not null
);
create index design_screen_release on design_screen (design_release_id, id);
create index design_screen_image on design_screen (sha256);

create table usability_evidence (
  id uuid primary key,
  design_release_id uuid not null references design_release (id),
  version text not null,
  study text not null check (study <> ''),
  task text not null check (task <> ''),
  held_on date not null,
  participants integer not null check (participants > 0),
  succeeded integer not null check (succeeded between 0 and participants),
  url text,
  -- [{"severity": …, "text": …}], in the order in which they were written.
  findings jsonb not null
);
create index usability_evidence_release on usability_evidence (design_release_id, id);
