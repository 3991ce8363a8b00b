import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { writeNote } from './add-incident-note.ts';

/** Says that an incident no longer hurts, though it is not settled. Throws `wrong_state`. */
export async function mitigateIncident(
  context: WriteContext,
  id: Id<'incident'>,
  how: string,
): Promise<number> {
  const { tx, now } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  if (incident.state !== 'open') {
    throw problem('wrong_state', `This incident is ${incident.state} already.`);
  }
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ mitigated_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  const text = how === '' ? 'Mitigated.' : `Mitigated: ${how}`;
  await writeNote(context, id, { text, kind: 'status' });
  return changeEntity(context, incident, {
    action: 'incident.mitigated',
    state: 'mitigated',
    after: { how },
  });
}

/** Says that an incident is over, and why it was. Throws `wrong_state`. */
export async function resolveIncident(
  context: WriteContext,
  id: Id<'incident'>,
  { cause, causeKind }: ParsedInput<OperationOf<'operations.resolveIncident'>>['body'],
): Promise<number> {
  const { tx, now } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  if (incident.state === 'resolved') {
    throw problem('wrong_state', 'This incident is resolved already.');
  }
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({
      resolved_at: toDate(now),
      ...(cause === '' ? {} : { cause }),
      ...(causeKind === undefined ? {} : { cause_kind: causeKind }),
    })
    .where('id', '=', id)
    .execute();
  await writeNote(context, id, { text: 'Resolved.', kind: 'status' });
  return changeEntity(context, incident, {
    action: 'incident.resolved',
    state: 'resolved',
    after: { cause, ...(causeKind === undefined ? {} : { causeKind }) },
  });
}

/** Takes the end of an incident back, or its mitigation. Throws `wrong_state`. */
export async function reopenIncident(
  context: WriteContext,
  id: Id<'incident'>,
  reason: string,
): Promise<number> {
  const { tx } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  if (incident.state === 'open') throw problem('wrong_state', 'This incident is still open.');
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ resolved_at: null, mitigated_at: null })
    .where('id', '=', id)
    .execute();
  await writeNote(context, id, { text: `Reopened: ${reason}`, kind: 'status' });
  return changeEntity(context, incident, {
    action: 'incident.reopened',
    state: 'open',
    after: { reason },
  });
}
