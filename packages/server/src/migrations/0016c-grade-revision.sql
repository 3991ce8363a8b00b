-- Grades freeze when an objective or key result closes: what changes later is a revision with a reason.

create table grade_revision (
  entity_id uuid not null references entity (id),
  number integer not null check (number > 0),
  grade double precision check (grade between 0 and 1),
  reason text not null check (reason <> ''),
  by_name text not null,
  at timestamptz not null,
  primary key (entity_id, number)
);

-- Effects are named after the domain that gives them.
update decision_effect set effect = 'strategy.set-initiative-health' where effect = 'initiative.set_health';
update decision_effect set effect = 'strategy.' || substr(effect, 12) || '-initiative'
  where effect in ('initiative.stop', 'initiative.start', 'initiative.replan');
