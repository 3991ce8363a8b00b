-- What is forgotten after a time is found by its time.
create index check_log_at on check_log (at);
create index commit_check_at on commit_check (at);
