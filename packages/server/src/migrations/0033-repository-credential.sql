-- What a remote over HTTP is told, sealed; the user's name may be seen.
alter table repository
  add column credential_username text,
  add column sealed_credential text,
  add check (num_nulls(credential_username, sealed_credential) <> 1);
