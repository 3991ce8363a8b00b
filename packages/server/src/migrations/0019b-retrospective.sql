-- A team looks back. What is on the cards is in no ledger: it is nobody's but the writer's before the
-- reveal, and the team's after it.

create table retrospective (
  review_id uuid primary key references review (id),
  phase text not null check (phase in ('write', 'group', 'vote', 'discuss', 'commit')),
  dots smallint not null check (dots between 1 and 20),
  private boolean not null,
  revealed_at timestamptz,
  -- The topic that is being discussed, and until when.
  topic_id uuid,
  topic_until timestamptz
);

create table retrospective_card (
  id uuid primary key,
  review_id uuid not null references retrospective (review_id),
  heading text not null check (heading in ('keep', 'change', 'try')),
  text text not null check (text <> ''),
  identity_id uuid not null references identity (id),
  by_name text not null,
  -- The card that it was put under; null where it heads a topic of its own.
  under_id uuid references retrospective_card (id) check (under_id <> id),
  at timestamptz not null
);
create index retrospective_card_review on retrospective_card (review_id, id);

create table retrospective_dot (
  card_id uuid not null references retrospective_card (id),
  identity_id uuid not null references identity (id) on delete cascade,
  dots smallint not null check (dots > 0),
  primary key (card_id, identity_id)
);

-- What a retrospective committed to, and the topic that it came from.
create table retrospective_action (
  action_id uuid primary key references action (id),
  review_id uuid not null references retrospective (review_id),
  card_id uuid references retrospective_card (id)
);
create index retrospective_action_review on retrospective_action (review_id);
