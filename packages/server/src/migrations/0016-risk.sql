-- What may go wrong with anything. Title, unit and state lie in entity; what it threatens in link.

create table risk (
  id uuid primary key,
  kind text not null default 'risk' check (kind = 'risk'),
  owner_id uuid references entity (id),
  likelihood smallint not null check (likelihood between 1 and 5),
  impact smallint not null check (impact between 1 and 5),
  mitigation text not null default '',
  due_on date,
  carried_over integer not null default 0,
  closed_at timestamptz,
  foreign key (id, kind) references entity (id, kind)
);
create index risk_owner on risk (owner_id, due_on);
create index risk_severity on risk ((likelihood * impact) desc, id desc);
