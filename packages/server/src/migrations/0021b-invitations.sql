-- Where a review is held, and who was invited to it as what.

alter table review add column place text not null default '';

create table review_invitation (
  review_id uuid not null references review (id),
  identity_id uuid not null references identity (id) on delete cascade,
  -- SEQUENCE of the last message to this person (RFC 5546): it only ever rises.
  sequence integer not null,
  -- SHA-256 of time, title and place as they were told.
  told bytea not null,
  cancelled boolean not null default false,
  at timestamptz not null,
  primary key (review_id, identity_id)
);
create index review_invitation_identity on review_invitation (identity_id);
