import { can } from '../../platform/access/can.ts';
import { parseReference, type Id } from '@throughline/contract';
import type { Needs } from '../../platform/home/home.ts';
import { listIncidents } from './views.ts';

/** Open incidents of units that the person answers for. */
export const operationsNeeds: Needs = async (context) => {
  const { items } = await listIncidents(context, { state: 'open', limit: 50 });
  return items
    .filter(({ ownerUnit }) => {
      const unit = ownerUnit && parseReference(ownerUnit.ref)?.id;
      return unit ? can(context.actor, 'editor', unit as Id<'unit'>) : false;
    })
    .map((incident) => ({
      key: incident.ref,
      entity: { ref: incident.ref, kind: 'incident', title: incident.title, state: 'open' },
      says: `Severity ${incident.severity}, open since ${incident.openedAt.slice(0, 10)}`,
      dueOn: null,
      urgency: incident.severity <= 2 ? 'overdue' : 'today',
      act: null,
    }));
};
