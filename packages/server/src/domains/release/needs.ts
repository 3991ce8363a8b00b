import { toReference } from '@throughline/contract';
import { can, canSomewhere } from '../../platform/access/can.ts';
import type { ReadContext } from '../../platform/context.ts';
import type { Need, Needs } from '../../platform/home/home.ts';
import { deploymentsWaiting } from './deployments/waiting-views.ts';
import { failuresWaiting } from './failures/failure-needs-views.ts';

/** What of releases waits for a person: approvals, and failures of those who have or own them. */
export const releaseNeeds: Needs = async (context) => [
  ...(await failureNeeds(context)),
  ...(await approvalNeeds(context)),
];

async function approvalNeeds(context: ReadContext): Promise<Need[]> {
  if (!canSomewhere(context.actor, 'contributor')) return [];
  return (await deploymentsWaiting(context)).map((row): Need => {
    const ref = toReference('deployment', row.id);
    return {
      key: ref,
      entity: { ref, kind: 'deployment', title: row.title, state: row.state },
      says: row.question ?? 'Waits for an approval',
      dueOn: null,
      urgency: 'today',
      act: null,
    };
  });
}

/** Failures that somebody has are theirs; the others are those of whoever may act where they stand. */
async function failureNeeds(context: ReadContext): Promise<Need[]> {
  const { actor } = context;
  if (actor.kind !== 'member') return [];
  const rows = await failuresWaiting(context);
  return rows
    .filter((row) =>
      row.assignee_id === null
        ? can(actor, row.production ? 'editor' : 'contributor', row.owner_unit_id)
        : row.assignee_id === actor.person,
    )
    .slice(0, 50)
    .map((row): Need => {
      const ref = toReference('failure', row.id);
      return {
        key: ref,
        entity: { ref, kind: 'failure', title: row.title, state: row.state },
        says: row.question ?? row.says,
        dueOn: null,
        urgency: row.production ? 'overdue' : 'today',
        act: null,
      };
    });
}
