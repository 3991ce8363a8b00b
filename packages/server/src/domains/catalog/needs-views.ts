import { urgencyOf, type Need, type Needs } from '../../platform/home/home.ts';
import { unitsHeadedBy } from '../org/index.ts';
import { metricsOwnedBy } from './metric/metric-views.ts';

const most = 50;

/** The stale metrics of the units that a person heads, longest stale first. */
export const catalogNeeds: Needs = async (context, today) => {
  const { actor, db } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const units = await unitsHeadedBy(db, actor.person, today.toString());
  if (units.length === 0) return [];
  const metrics = await metricsOwnedBy(context, today, units, most, 'stale');
  return metrics
    .map((metric): Need => {
      const { ref, title, last, ageDays, freshnessDays, source, failing } = metric;
      const dueOn =
        last && Temporal.PlainDate.from(last.on).add({ days: freshnessDays }).toString();
      const takes = source === 'insight' || source === 'sql';
      return {
        key: `${ref} stale`,
        entity: { ref, kind: 'metric', title, state: 'active' },
        says: `${last ? `Stale: its last value is ${ageDays} days old` : 'No value yet'}${failing ? '; its source fails' : ''}`,
        dueOn,
        urgency: dueOn === null ? 'soon' : urgencyOf(dueOn, today),
        act: takes
          ? {
              label: 'Take now',
              operation: 'catalog.takeMetric',
              params: { id: ref },
              body: {},
              ifMatch: null,
            }
          : null,
      };
    })
    .toSorted((one, other) => (one.dueOn ?? '').localeCompare(other.dueOn ?? ''));
};
