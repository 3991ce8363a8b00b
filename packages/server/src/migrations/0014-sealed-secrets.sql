-- Secrets that the server must read again lie sealed, with a key that is not in the database. SQL
-- hasn't the key: what is plain is sealed by the next start, which empties its plain column.
alter table identity_secret rename column secret to plain_secret;
alter table identity_secret
  alter column plain_secret drop not null,
  add column sealed_secret text,
  add check (num_nonnulls(plain_secret, sealed_secret) = 1);
