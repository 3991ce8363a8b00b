import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import type { OperationsTables } from './tables.ts';

/** Writes a line of the timeline. */
export async function writeNote(
  { tx, actor, now }: WriteContext,
  id: Id<'incident'>,
  text: string,
): Promise<void> {
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('incident_note')
    .values({ incident_id: id, at: toDate(now), by_name: actor.name, text })
    .execute();
}

/** Adds a line to an incident's timeline. */
export async function addIncidentNote(
  context: WriteContext,
  id: Id<'incident'>,
  text: string,
): Promise<number> {
  const { tx, actor } = context;
  const incident = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  authorise(actor, 'contributor', incident.ownerUnit);
  await writeNote(context, id, text);
  return changeEntity(context, incident, { action: 'incident.noted', after: { text } });
}
