-- Whom a section's comment was asked of ahead of the freeze, and when they were reminded.
create table section_ask (
  review_id uuid not null references review (id),
  section text not null,
  person_id uuid not null references entity (id),
  asked_at timestamptz not null,
  reminded_at timestamptz,
  primary key (review_id, section)
);
create index section_ask_person on section_ask (person_id, review_id);
