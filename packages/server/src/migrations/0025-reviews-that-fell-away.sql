-- A review that its rule, or what it was held for, took off the calendar comes back when they give it
-- again; one that somebody cancelled stays cancelled.
alter table review add column fell_away boolean not null default false;
update review set fell_away = true
from entity where entity.id = review.id and entity.state = 'cancelled' and cancel_reason in
  ('What it was to be held for fell away.', 'The rule of its cadence has changed.');
