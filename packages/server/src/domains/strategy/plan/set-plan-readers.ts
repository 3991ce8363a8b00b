import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { setReaders } from '../../../platform/entities/set-readers.ts';
import { problem } from '../../../platform/problem.ts';
import { draftedUnder } from '../store.ts';

/**
 * Names who reads a draft: it and everything drafted under it is there for nobody else, but who
 * names them. Throws `wrong_state` where it was adopted, `invalid_input` for a person who has no
 * account to read with.
 */
export async function setPlanReaders(
  context: WriteContext,
  id: Id<'plan'>,
  people: readonly Id<'person'>[],
): Promise<number> {
  const { tx, actor } = context;
  const plan = await loadEntity(tx, actor, { kind: 'plan', id }, { lock: true });
  authorise(actor, 'editor', plan.ownerUnit);
  if (plan.state !== 'draft') throw problem('wrong_state', 'Only a draft is confidential.');
  const readers: Id<'identity'>[] = [];
  for (const person of people) {
    const { title } = await loadEntity(tx, actor, { kind: 'person', id: person });
    const identity = await tx
      .selectFrom('identity')
      .select('id')
      .where('person_id', '=', person)
      .where('state', '!=', 'suspended')
      .executeTakeFirst();
    if (!identity) {
      throw problem('invalid_input', `body.readers: ${title} has no account to read it with.`);
    }
    readers.push(identity.id);
  }
  const named = { restricted: true, readers };
  const revision = await setReaders(context, plan, named);
  // The form's If-Match is the plan's, and nobody else's.
  const next = { ...context, ifMatch: undefined };
  for (const drafted of await draftedUnder(tx, id)) await setReaders(next, drafted, named);
  return revision;
}
