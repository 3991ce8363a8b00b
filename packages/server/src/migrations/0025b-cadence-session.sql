-- A cadence holds its cycle itself, or one of its sessions: sprint planning beside the retrospective.
-- Its team names who facilitates and who owns the product: no post of the chart says it.
alter table cadence
  add column session text check (session ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  add column facilitator_id uuid references person (id),
  add column product_owner_id uuid references person (id);
