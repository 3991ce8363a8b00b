import { parseReference, toReference, type Id } from '@throughline/contract';
import { can } from '../../platform/access/can.ts';
import type { ReadContext } from '../../platform/context.ts';
import { urgencyOf, type Need, type Needs } from '../../platform/home/home.ts';
import { changesToApprove } from './change/change-views.ts';
import { exceptionsAsked, listSecurityFindings } from './finding/finding-views.ts';
import { listIncidents } from './incident/incident-views.ts';
import { postmortemsToReview } from './postmortem/postmortem-views.ts';
import { listSlos } from './slo/slo-views.ts';

const most = 50;
const soonDays = 7;

type Owned = { readonly ownerUnit: { readonly ref: string } | null };

const answersFor = ({ actor }: ReadContext, { ownerUnit }: Owned): boolean => {
  const unit = ownerUnit && parseReference(ownerUnit.ref)?.id;
  return unit ? can(actor, 'editor', unit as Id<'unit'>) : false;
};
const mayEdit = ({ actor }: ReadContext, unit: Id<'unit'> | null) =>
  unit !== null && can(actor, 'editor', unit);

/** Incidents that last, of units that the person answers for. */
const incidents: Needs = async (context) => {
  const { items } = await listIncidents(context, { unresolved: true, limit: most });
  return items
    .filter((incident) => answersFor(context, incident))
    .map(({ ref, title, state, severity, openedAt }): Need => ({
      key: ref,
      entity: { ref, kind: 'incident', title, state },
      says: `Severity ${severity}, ${state} since ${openedAt.slice(0, 10)}`,
      dueOn: null,
      urgency: severity <= 2 && state === 'open' ? 'overdue' : 'today',
      act: null,
    }));
};

/** Error budgets that are spent, or go too fast. */
const budgets: Needs = async (context) => {
  const found = await Promise.all(
    (['spent', 'burning'] as const).map((state) => listSlos(context, { state, limit: most })),
  );
  return found
    .flatMap(({ items }) => items)
    .filter((slo) => answersFor(context, slo))
    .map(({ ref, title, state, burning, remaining }): Need => ({
      key: ref,
      entity: { ref, kind: 'slo', title, state },
      says:
        state === 'spent'
          ? 'Its error budget is spent'
          : `Its error budget burns too fast over ${burning.join(' and ')}: ${Math.round(remaining ?? 0)} % is left`,
      dueOn: null,
      urgency: state === 'spent' || burning.includes('1 h') ? 'overdue' : 'today',
      act: null,
    }));
};

/** Security findings past their deadline, or close to it. */
const findings: Needs = async (context, today) => {
  const { items } = await listSecurityFindings(context, {
    unsettled: true,
    dueBefore: today.add({ days: soonDays + 1 }).toString(),
    limit: 200,
  });
  return items
    .filter((finding) => answersFor(context, finding))
    .filter(({ exceptedUntil }) => exceptedUntil === null || exceptedUntil < today.toString())
    .slice(0, most)
    .map(({ ref, title, state, severity, dueOn }): Need => ({
      key: ref,
      entity: { ref, kind: 'security_finding', title, state },
      says: `Security finding, ${severity}`,
      dueOn,
      urgency: urgencyOf(dueOn, today),
      act: null,
    }));
};

/** What somebody else asked for and the person may decide. */
const toDecide: Needs = async (context, today) => {
  const [exceptions, changes, postmortems] = [
    await exceptionsAsked(context),
    await changesToApprove(context),
    await postmortemsToReview(context),
  ];
  return [
    ...exceptions
      .filter(({ owner_unit_id }) => mayEdit(context, owner_unit_id))
      .map((one): Need => ({
        key: toReference('security_exception', one.id),
        entity: {
          ref: toReference('security_finding', one.finding),
          kind: 'security_finding',
          title: one.title,
          state: one.state,
        },
        says: `${one.asked_name} asks to let it pass its deadline until ${one.until}: ${one.reason}`,
        dueOn: null,
        urgency: 'today',
        act: {
          label: 'Approve',
          operation: 'operations.decideSecurityException',
          params: { id: toReference('security_exception', one.id) },
          body: { as: 'approved' },
          ifMatch: null,
        },
      })),
    ...changes
      .filter(({ owner_unit_id }) => mayEdit(context, owner_unit_id))
      .map((row): Need => {
        const ref = toReference('infrastructure_change', row.id);
        const on = row.starts_at.toISOString().slice(0, 10);
        return {
          key: ref,
          entity: { ref, kind: 'infrastructure_change', title: row.title, state: row.state },
          says: `${row.planned_name} plans it, risk ${row.risk}`,
          dueOn: on,
          urgency: urgencyOf(on, today),
          act: null,
        };
      }),
    ...postmortems
      .filter(({ owner_unit_id }) => mayEdit(context, owner_unit_id))
      .map((row): Need => {
        const ref = toReference('postmortem', row.id);
        return {
          key: ref,
          entity: { ref, kind: 'postmortem', title: row.title, state: row.state },
          says: `${row.handed_in_name ?? 'Somebody'} handed it in for review`,
          dueOn: null,
          urgency: 'soon',
          act: null,
        };
      }),
  ];
};

/** What of how services run needs the person. */
export const operationsNeeds: readonly Needs[] = [incidents, budgets, findings, toDecide];
