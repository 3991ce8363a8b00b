-- Templates that an organisation makes of others, their versions, and which version a review was
-- frozen with: its agenda and pack stay what they were when the template changes.
alter table cycle
  add column version integer not null default 1 check (version > 0),
  add column copied_from_id uuid references cycle (id);

-- What a cycle said at each version, as the import's form has it (organisations/FORMAT.md).
create table cycle_version (
  cycle_id uuid not null references cycle (id),
  version integer not null check (version > 0),
  template jsonb not null,
  at timestamptz not null,
  identity_id uuid references identity (id),
  primary key (cycle_id, version)
);
insert into cycle_version (cycle_id, version, template, at)
select cycle.id, 1, jsonb_strip_nulls(jsonb_build_object(
    'title', title, 'shortTitle', short_title, 'purpose', summary, 'rule', rule,
    'occurrenceTitles', to_jsonb(occurrence_titles), 'preReadBusinessDays', pre_read_business_days,
    'durationMinutes', duration_minutes, 'ledBy', led_by, 'decider', decider,
    'attendees', attendees, 'sessions', sessions, 'agenda', agenda, 'pack', pack,
    'outputs', outputs)), entity.updated_at
from cycle join entity on entity.id = cycle.id;

alter table review
  add column frozen_cycle_id uuid,
  add column frozen_version integer,
  add foreign key (frozen_cycle_id, frozen_version) references cycle_version (cycle_id, version);
update review set frozen_cycle_id = cadence.cycle_id, frozen_version = 1
from cadence where cadence.id = review.cadence_id and review.frozen_at is not null;
