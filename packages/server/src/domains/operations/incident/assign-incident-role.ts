import type { Id } from '@throughline/contract';
import { toReference } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { loadToChange } from '../policy.ts';
import type { IncidentRole, OperationsTables } from '../tables.ts';
import { writeNote } from './add-incident-note.ts';

const words: Readonly<Record<IncidentRole, string>> = {
  commander: 'commands',
  communications: 'speaks for it',
  scribe: 'keeps the timeline',
  operations: 'does the work',
  expert: 'advises',
};

/** Says who has a role in an incident, or that nobody has any more. */
export async function assignIncidentRole(
  context: WriteContext,
  id: Id<'incident'>,
  { role, person }: { role: IncidentRole; person: Id<'person'> | null },
): Promise<number> {
  const { tx, actor } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  const tables = tx.$extendTables<OperationsTables>();
  if (person) {
    const { title } = await loadEntity(tx, actor, { kind: 'person', id: person });
    await tables
      .insertInto('incident_role')
      .values({ incident_id: id, role, person_id: person })
      .onConflict((conflict) =>
        conflict.columns(['incident_id', 'role']).doUpdateSet({ person_id: person }),
      )
      .execute();
    await writeNote(context, id, { text: `${title} ${words[role]}.`, kind: 'status' });
  } else {
    await tables
      .deleteFrom('incident_role')
      .where('incident_id', '=', id)
      .where('role', '=', role)
      .execute();
  }
  return changeEntity(context, incident, {
    action: 'incident.role_assigned',
    after: { role, person: person ? toReference('person', person) : null },
  });
}
