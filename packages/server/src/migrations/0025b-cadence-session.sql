-- A cadence holds its cycle itself, or one of its sessions: sprint planning beside the retrospective.
alter table cadence add column session text check (session ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
