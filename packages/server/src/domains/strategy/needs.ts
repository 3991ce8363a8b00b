import { urgencyOf, type Needs } from '../../platform/home/home.ts';
import { keyResultsOf } from './key-result/key-result-views.ts';
import { staleKeyResults } from './key-result/stale-views.ts';

/**
 * My key results that nobody has checked in for two of their periods (whose source is too old, where
 * they check themselves in), longest ago first, and my guardrails that are breached.
 */
export const strategyNeeds: Needs = async (context, today) => {
  const { actor } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const stale = await staleKeyResults(context, today, actor.person);
  const guardrails = await keyResultsOf(context, today, undefined, 50, {
    guardrails: true,
    owner: actor.person,
  });
  return [
    ...stale.map(({ summary, checkedInOn, dueOn }) => ({
      key: `${summary.ref} check-in`,
      entity: summary,
      says: checkedInOn === null ? 'No check-in yet' : `Last check-in on ${checkedInOn}`,
      dueOn,
      urgency: urgencyOf(dueOn, today),
      act: null,
    })),
    ...guardrails
      .filter(({ guard }) => guard?.state === 'breached')
      .map(({ ref, title, state, current, target, unit }) => ({
        key: `${ref} breach`,
        entity: { ref, kind: 'key_result' as const, title, state },
        says: `Guardrail breached: ${current} against ${target} ${unit}`,
        dueOn: today.toString(),
        urgency: 'today' as const,
        act: null,
      })),
  ];
};
