-- Rows of these two are written beside or from the ledger row that they name, by one statement each,
-- and ledger rows are never deleted. Checking that again would lock each ledger row twice over: a
-- sixth of a write's cost.

alter table ledger_payload drop constraint ledger_payload_ledger_id_fkey;
alter table feed drop constraint feed_ledger_id_fkey;
