import type { Id } from '@throughline/contract';
import { can } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { today } from './organisation-store.ts';
import { checkTimeZone } from './rules.ts';
import { personWithEmail, unitsOfPerson } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What may change of a person; what is left out stays. */
export interface PersonChange {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly state?: 'active' | 'left' | undefined;
}

/**
 * Changes a person: an editor of a unit that they belong to may; they themselves may change their
 * own name and time zone. Throws `already_exists` for an address that is taken.
 */
export async function changePerson(
  context: WriteContext,
  id: Id<'person'>,
  change: PersonChange,
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'person', id }, { lock: true });
  const units = await unitsOfPerson(context, id, await today(tx, now));
  const edits = [null, ...units].some((unit) => can(actor, 'editor', unit));
  const themselves = actor.kind === 'member' && actor.person === id;
  if (!edits && (!themselves || change.email !== undefined || change.state !== undefined)) {
    throw problem('forbidden', 'Ask an editor of one of their units, or an administrator.');
  }
  if (change.timeZone) checkTimeZone(change.timeZone);
  const email = change.email?.toLowerCase();
  if (email) {
    const owner = await personWithEmail(context, email);
    if (owner && owner !== id)
      throw problem('already_exists', 'Somebody has this e-mail address already.');
  }
  const revision = await changeEntity(context, entity, {
    title: change.name,
    state: change.state,
    after: {
      ...(change.email === undefined ? {} : { email: email ?? null }),
      ...(change.timeZone === undefined ? {} : { timeZone: change.timeZone }),
    },
  });
  if (change.email !== undefined || change.timeZone !== undefined) {
    await tx
      .$extendTables<OrgTables>()
      .updateTable('person')
      .set({
        ...(change.email === undefined ? {} : { email: email ?? null }),
        ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
      })
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
