import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { newId } from '../../platform/database/new-id.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { checkWithin, periodOf } from './rules.ts';
import { loadUnit, newKey, refusingOverlap } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What a new membership needs. */
export interface NewMembership {
  readonly person: Id<'person'>;
  readonly unit: Id<'unit'>;
  readonly title: string;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly key?: string;
  readonly imported?: boolean;
}

/**
 * Puts a person into a unit for a period. Throws `org.overlap` where they are in it on any of those
 * days already, and `wrong_state` where the unit doesn't stand throughout.
 */
export async function createMembership(
  context: WriteContext,
  input: NewMembership,
): Promise<Id<'membership'>> {
  const { tx, actor } = context;
  const unit = await loadUnit(context, input.unit);
  const person = await loadEntity(tx, actor, { kind: 'person', id: input.person });
  authorise(actor, 'editor', unit.id);
  const period = checkWithin(periodOf(input), unit);
  const id = newId('membership');
  const key = await newKey(context, 'membership', `${person.title} ${unit.key}`, input.key);
  await refusingOverlap(`${person.title} is in ${unit.title} already on some of these days.`, () =>
    tx
      .$extendTables<OrgTables>()
      .insertInto('membership')
      .values({
        id,
        key,
        person_id: person.id,
        unit_id: unit.id,
        title: input.title,
        imported: input.imported ?? false,
        ...period,
      })
      .execute(),
  );
  await record(context, {
    action: 'membership.created',
    entity: person,
    after: {
      membership: toReference('membership', id),
      unit: toReference('unit', unit.id),
      title: input.title,
      ...period,
    },
  });
  return id;
}
