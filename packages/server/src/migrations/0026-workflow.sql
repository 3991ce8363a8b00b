-- How a repository's changes get on: its workflow file as the last fetch found it on the default
-- branch, or, where there is none, what was written here in its place.

create table repository_workflow (
  repository_id uuid primary key references repository (id),
  -- The file's text, null where there is no file; and the last text of it that could be read.
  file_text text,
  file_commit text,
  file_read text,
  file_faults text[] not null default '{}',
  -- Counts as long as the repository has no file.
  own_text text,
  revision integer not null default 1
);

alter table change add column labels text[] not null default '{}';
create index change_labels on change using gin (labels);
