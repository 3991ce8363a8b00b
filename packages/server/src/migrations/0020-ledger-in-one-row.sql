-- A fact's payload lies in the ledger's own row: each write makes one row and one index entry less.
-- Erasing it empties both columns; the chain covers the header and the payload's salted hash.

alter table ledger
  add column salt bytea,
  add column after json,
  add check (num_nulls(salt, after) in (0, 2));
update ledger set salt = payload.salt, after = payload.after
  from ledger_payload payload where payload.ledger_id = ledger.id;
drop table ledger_payload;
