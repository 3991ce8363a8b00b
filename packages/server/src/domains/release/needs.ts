import { toReference } from '@throughline/contract';
import { can, canSomewhere } from '../../platform/access/can.ts';
import type { ReadContext } from '../../platform/context.ts';
import type { Need, Needs } from '../../platform/home/home.ts';
import { deploymentsWaiting } from './deployments/waiting-views.ts';
import { failuresWaiting } from './failures/failure-needs-views.ts';
import { changesPutOut } from './queue/queue-views.ts';

/**
 * What of releases waits for a person: failures of those who have or own them, approvals, and changes
 * that the merge queue put out, for who queued or wrote them.
 */
export const releaseNeeds: Needs = async (context) => {
  if (!canSomewhere(context.actor, 'contributor')) return failureNeeds(context);
  return [
    ...(await failureNeeds(context)),
    ...(await approvalNeeds(context)),
    ...(await putOutNeeds(context)),
  ].slice(0, 50);
};

async function putOutNeeds(context: ReadContext): Promise<Need[]> {
  return (await changesPutOut(context))
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
}

async function approvalNeeds(context: ReadContext): Promise<Need[]> {
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
