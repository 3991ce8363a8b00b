import type { EntityRef, Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { createMembership } from './create-membership.ts';
import { checkTimeZone } from './rules.ts';
import { newKey, personWithEmail } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What a new person needs. */
export interface NewPerson {
  readonly name: string;
  readonly key?: string | undefined;
  readonly email?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly unit?: Id<'unit'> | undefined;
  readonly title?: string;
  readonly since?: string | undefined;
}

/**
 * Adds a person to the directory, and to a unit if one is named: its editor may; without a unit, an
 * editor of the whole organisation. Throws `already_exists` for an address or key that is taken.
 */
export async function createPerson(
  context: WriteContext,
  input: NewPerson,
): Promise<EntityRef<'person'> & { revision: number }> {
  authorise(context.actor, 'editor', input.unit ?? null);
  const person = await addPerson(context, input);
  if (input.unit) {
    await createMembership(context, {
      person: person.id,
      unit: input.unit,
      title: input.title ?? '',
      since: input.since,
    });
  }
  return person;
}

/** The person behind a new member of the installation, who brings no rights of their own. */
export async function createPersonNamed(
  context: WriteContext,
  name: string,
): Promise<Id<'person'>> {
  return (await addPerson(context, { name })).id;
}

async function addPerson(context: WriteContext, input: NewPerson) {
  if (input.timeZone !== undefined) checkTimeZone(input.timeZone);
  const email = input.email?.toLowerCase();
  if (email && (await personWithEmail(context, email))) {
    throw problem('already_exists', 'Somebody has this e-mail address already.');
  }
  const key = await newKey(context, 'person', input.name, input.key);
  const person = await createEntity(context, {
    kind: 'person',
    title: input.name,
    state: 'active',
    after: { key, email: email ?? null, timeZone: input.timeZone ?? null },
  });
  await context.tx
    .$extendTables<OrgTables>()
    .insertInto('person')
    .values({ id: person.id, key, email: email ?? null, time_zone: input.timeZone ?? null })
    .execute();
  return person;
}
