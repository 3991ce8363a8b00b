import { toReference } from '@throughline/contract';
import type { Need, Needs } from '../../platform/home/home.ts';
import { canSomewhere } from '../../platform/access/can.ts';
import { deploymentsWaiting } from './deployments/waiting-views.ts';

/** Deployments that wait for a person: failures first seen here, approvals, lost workers. */
export const releaseNeeds: Needs = async (context) => {
  if (!canSomewhere(context.actor, 'contributor')) return [];
  return (await deploymentsWaiting(context)).map((row): Need => {
    const ref = toReference('deployment', row.id);
    return {
      key: ref,
      entity: { ref, kind: 'deployment', title: row.title, state: row.state },
      says: row.question ?? row.says ?? 'Waits for an approval',
      dueOn: null,
      urgency: 'today',
      act: null,
    };
  });
};
