import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../access/can.ts';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { copyReaders } from '../entities/copy-readers.ts';
import { changeEntity, createEntity, loadEntity } from '../entities/entity.ts';
import { link } from '../entities/link.ts';
import { problem } from '../problem.ts';

/** Gives somebody something to do. Without an owner it is the actor's own. */
export async function createAction(
  context: WriteContext,
  input: {
    title: string;
    owner?: Id<'person'> | undefined;
    dueOn?: string | undefined;
    source?: EntityRef | undefined;
  },
): Promise<EntityRef<'action'> & { revision: number }> {
  const { tx, actor } = context;
  const source = input.source ? await loadEntity(tx, actor, input.source) : undefined;
  const owner = input.owner ?? (actor.kind === 'member' ? actor.person : null);
  if (owner) await loadEntity(tx, actor, { kind: 'person', id: owner });
  const action = await createEntity(context, {
    kind: 'action',
    title: input.title,
    state: 'open',
    ownerUnit: source?.ownerUnit ?? null,
    restricted: source?.restricted ?? false,
    after: { owner: owner ? toReference('person', owner) : null, dueOn: input.dueOn ?? null },
  });
  await tx
    .insertInto('action')
    .values({ id: action.id, owner_id: owner, due_on: input.dueOn ?? null })
    .execute();
  if (source?.restricted) {
    await copyReaders(tx, source, action);
    if (owner) await letRead(context, action, owner);
  }
  if (source) {
    await link(context, action, 'follows_from', source);
    if (source.kind === 'review' || source.kind === 'meeting' || source.kind === 'launch') {
      await link(context, action, 'made_in', source);
    }
  }
  return action;
}

/** Whoever has to do something reads what it is. */
async function letRead({ tx }: WriteContext, action: EntityRef, owner: Id<'person'>) {
  await sql`
    insert into entity_reader (entity_id, identity_id)
    select ${action.id}, id from identity where person_id = ${owner} on conflict do nothing
  `.execute(tx);
}

/** What may change of an action; what is left out stays. */
export interface ActionChange {
  readonly title?: string | undefined;
  readonly owner?: Id<'person'> | null | undefined;
  readonly dueOn?: string | null | undefined;
  readonly state?: 'open' | 'done' | 'dropped' | undefined;
}

/** Changes an action: its owner may, and a contributor of its unit. */
export async function changeAction(
  context: WriteContext,
  id: Id<'action'>,
  change: ActionChange,
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'action', id }, { lock: true });
  const action = await tx
    .selectFrom('action')
    .select(['owner_id', 'due_on'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const mine = actor.kind === 'member' && actor.person !== null && actor.person === action.owner_id;
  if (!mine && !can(actor, 'contributor', entity.ownerUnit)) {
    throw problem('forbidden', 'Only its owner, or a contributor of its unit, changes an action.');
  }
  if (change.owner) {
    await loadEntity(tx, actor, { kind: 'person', id: change.owner });
    if (entity.restricted) await letRead(context, entity, change.owner);
  }
  const moved =
    change.dueOn !== undefined &&
    change.dueOn !== null &&
    action.due_on !== null &&
    change.dueOn > action.due_on;
  await tx
    .updateTable('action')
    .set((eb) => ({
      carried_over: moved ? eb('carried_over', '+', 1) : eb.ref('carried_over'),
      ...(change.owner === undefined ? {} : { owner_id: change.owner }),
      ...(change.dueOn === undefined ? {} : { due_on: change.dueOn }),
      ...(change.state === undefined
        ? {}
        : { done_at: change.state === 'done' ? toDate(now) : null }),
    }))
    .where('id', '=', id)
    .execute();
  const finished = change.state === 'done' && entity.state !== 'done';
  return changeEntity(context, entity, {
    action: finished ? 'action.done' : 'action.changed',
    title: change.title,
    state: change.state,
    after: {
      ...(change.owner === undefined
        ? {}
        : { owner: change.owner ? toReference('person', change.owner) : null }),
      ...(change.dueOn === undefined ? {} : { dueOn: change.dueOn }),
    },
  });
}
