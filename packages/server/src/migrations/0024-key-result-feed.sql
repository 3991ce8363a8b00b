-- A key result that a metric or an insight's figure feeds checks itself in.

alter table key_result
  add column feed text not null default 'hand' check (feed in ('hand', 'metric', 'insight')),
  -- Of a figure that feeds it: insight, parameters, figure.
  add column feed_settings jsonb,
  -- After how many days without a new value the source is too old: the metric's, or what is usual.
  add column fresh_days integer check (fresh_days > 0),
  -- The organisation's day on which its figure was last taken, and what went wrong then.
  add column taken_on date,
  add column feed_error text,
  -- Its grade froze when it first closed; opening it again doesn't thaw it.
  add column frozen boolean not null default false,
  add constraint key_result_fed check (
    (feed = 'insight') = (feed_settings is not null) and (feed = 'hand') = (fresh_days is null));
create index key_result_taken on key_result (taken_on) where feed = 'insight';

alter table objective add column frozen boolean not null default false;

-- Who said it: a person, a program with a key, or the source that feeds it. Only people are confident.
alter table check_in
  alter column confidence drop not null,
  add column via text not null default 'hand' check (via in ('hand', 'api', 'metric', 'insight')),
  add column metric_id uuid references entity (id),
  add column insight text,
  -- A person's value instead of what the source said: it stands for its day.
  add column overrides boolean not null default false,
  add constraint check_in_said check ((via in ('hand', 'api')) = (confidence is not null));

update key_result set frozen = true from entity where entity.id = key_result.id and entity.state = 'closed';
update objective set frozen = true from entity where entity.id = objective.id and entity.state = 'closed';
update key_result set feed = 'metric', fresh_days = metric.freshness_days
from link join metric on metric.id = link.to_id
where link.from_id = key_result.id and link.relation = 'measured_by' and link.until is null;
