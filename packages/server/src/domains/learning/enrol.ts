import { toReference, type Id } from '@throughline/contract';
import { can } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { newId } from '../../platform/database/new-id.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { problem } from '../../platform/problem.ts';
import { enrollmentOf } from './store.ts';
import type { LearningTables } from './tables.ts';

/** Enrols oneself, or (as an editor of the track's unit) somebody else. */
export async function enrol(
  context: WriteContext,
  track: Id<'track'>,
  input: { person?: Id<'person'> | undefined; startedOn?: string | undefined },
  today: string,
): Promise<Id<'enrollment'>> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'track', id: track });
  if (entity.state !== 'active')
    throw problem('wrong_state', `${entity.title} is ${entity.state}.`);
  const own = actor.kind === 'member' ? actor.person : null;
  const person = input.person ?? own;
  if (!person)
    throw problem('invalid_input', 'person: say who; you are nobody in the directory yet.');
  if (person !== own && !can(actor, 'editor', entity.ownerUnit)) {
    throw problem('forbidden', 'An editor of the unit that owns this track enrols others.');
  }
  await loadEntity(tx, actor, { kind: 'person', id: person });
  const how = person === own ? 'self' : 'assigned';
  const id = await enrolPerson(context, {
    track,
    person,
    how,
    startedOn: input.startedOn ?? today,
  });
  if (!id) throw problem('already_exists', 'They are enrolled in this track already.');
  return id;
}

/** Enrols a person unless they are enrolled already. */
export async function enrolPerson(
  context: WriteContext,
  input: {
    track: Id<'track'>;
    person: Id<'person'>;
    how: 'joined' | 'self' | 'assigned';
    startedOn: string;
  },
): Promise<Id<'enrollment'> | undefined> {
  const { tx, now } = context;
  if (await enrollmentOf(tx, input.track, input.person)) return undefined;
  const id = newId('enrollment');
  const created = await tx
    .$extendTables<LearningTables>()
    .insertInto('enrollment')
    .values({
      id,
      track_id: input.track,
      person_id: input.person,
      started_on: input.startedOn,
      how: input.how,
      created_at: toDate(now),
    })
    .onConflict((conflict) => conflict.columns(['track_id', 'person_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!created) return undefined;
  await record(context, {
    action: 'enrollment.created',
    entity: { kind: 'track', id: input.track },
    after: {
      enrollment: toReference('enrollment', id),
      person: toReference('person', input.person),
      startedOn: input.startedOn,
      how: input.how,
    },
  });
  return id;
}
