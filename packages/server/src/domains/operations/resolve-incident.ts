import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { writeNote } from './add-incident-note.ts';
import type { OperationsTables } from './tables.ts';

/** Says that an incident is over, and why it was. Throws `wrong_state`. */
export async function resolveIncident(
  context: WriteContext,
  id: Id<'incident'>,
  cause: string,
): Promise<number> {
  const { tx, actor, now } = context;
  const incident = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  authorise(actor, 'contributor', incident.ownerUnit);
  if (incident.state !== 'open') throw problem('wrong_state', 'This incident is resolved already.');
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ resolved_at: toDate(now), ...(cause === '' ? {} : { cause }) })
    .where('id', '=', id)
    .execute();
  await writeNote(context, id, 'Resolved.');
  return changeEntity(context, incident, {
    action: 'incident.resolved',
    state: 'resolved',
    after: { cause },
  });
}

/** Takes the end of an incident back. Throws `wrong_state`. */
export async function reopenIncident(
  context: WriteContext,
  id: Id<'incident'>,
  reason: string,
): Promise<number> {
  const { tx, actor } = context;
  const incident = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  authorise(actor, 'contributor', incident.ownerUnit);
  if (incident.state !== 'resolved') throw problem('wrong_state', 'This incident is still open.');
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ resolved_at: null })
    .where('id', '=', id)
    .execute();
  await writeNote(context, id, `Reopened: ${reason}`);
  return changeEntity(context, incident, {
    action: 'incident.reopened',
    state: 'open',
    after: { reason },
  });
}
