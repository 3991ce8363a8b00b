import { urgencyOf, type Needs } from '../../platform/home/home.ts';
import { staleKeyResults } from './key-result/stale-views.ts';

/** My key results that nobody has checked in for two of their periods, longest ago first. */
export const strategyNeeds: Needs = async (context, today) => {
  const { actor } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const stale = await staleKeyResults(context, today, actor.person);
  return stale.map(({ summary, checkedInOn, dueOn }) => ({
    key: `${summary.ref} check-in`,
    entity: summary,
    says: checkedInOn === null ? 'No check-in yet' : `Last check-in on ${checkedInOn}`,
    dueOn,
    urgency: urgencyOf(dueOn, today),
    act: null,
  }));
};
