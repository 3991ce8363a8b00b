import { toReference } from '@throughline/contract';
import type { Need, Needs } from '../../platform/home/home.ts';
import { can, canSomewhere } from '../../platform/access/can.ts';
import { deploymentsWaiting } from './deployments/views.ts';
import { changesPutOut } from './queue/queue-views.ts';

/**
 * Deployments that wait for a person (failures first seen here, approvals, lost workers), and changes
 * that the merge queue put out, for who queued or wrote them.
 */
export const releaseNeeds: Needs = async (context) => {
  if (!canSomewhere(context.actor, 'contributor')) return [];
  const putOut = (await changesPutOut(context))
    .filter((row) => can(context.actor, 'contributor', row.owner_unit_id))
    .map((row): Need => {
      const ref = toReference('change', row.id);
      return {
        key: `${ref} queue`,
        entity: { ref, kind: 'change', title: row.title, state: 'open' },
        says: `Put out of the merge queue: ${row.says}`,
        dueOn: null,
        urgency: 'today',
        act: null,
      };
    });
  const deployments = (await deploymentsWaiting(context)).map((row): Need => {
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
  return [...deployments, ...putOut].slice(0, 50);
};
