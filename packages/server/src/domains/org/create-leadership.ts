import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { newId } from '../../platform/database/new-id.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { checkWithin, periodOf } from './rules.ts';
import { loadUnit, newKey, refusingOverlap } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What a new post needs. */
export interface NewLeadership {
  readonly unit: Id<'unit'>;
  readonly title: string;
  readonly head: boolean;
  /** Null: the post is vacant. */
  readonly person: Id<'person'> | null;
  readonly key?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly imported?: boolean;
}

/**
 * Adds a post to a unit for a period, held by a person or vacant. Throws `org.overlap` where the
 * unit has this post, or another head, on any of those days; `wrong_state` where the unit doesn't
 * stand throughout; `already_exists` for a key that is taken.
 */
export async function createLeadership(
  context: WriteContext,
  input: NewLeadership,
): Promise<Id<'leadership'>> {
  const { tx, actor } = context;
  const unit = await loadUnit(context, input.unit);
  authorise(actor, 'editor', unit.id);
  if (input.person) await loadEntity(tx, actor, { kind: 'person', id: input.person });
  const period = checkWithin(periodOf(input), unit);
  const id = newId('leadership');
  const key = await newKey(context, 'leadership', `${input.title} ${unit.key}`, input.key);
  await refusingOverlap(
    `${unit.title} has ${input.head ? 'a head, or ' : ''}this post already on some of these days.`,
    () =>
      tx
        .$extendTables<OrgTables>()
        .insertInto('leadership')
        .values({
          id,
          key,
          unit_id: unit.id,
          title: input.title,
          head: input.head,
          person_id: input.person,
          imported: input.imported ?? false,
          ...period,
        })
        .execute(),
  );
  await record(context, {
    action: 'leadership.created',
    entity: unit,
    after: {
      leadership: toReference('leadership', id),
      title: input.title,
      head: input.head,
      person: input.person ? toReference('person', input.person) : null,
      ...period,
    },
  });
  return id;
}
