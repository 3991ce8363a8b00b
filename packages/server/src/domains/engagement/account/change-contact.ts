import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.changeContact'>>['body'];

/** Changes a contact. */
export async function changeContact(
  context: WriteContext,
  id: Id<'contact'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const contact = await loadEntity(tx, actor, { kind: 'contact', id }, { lock: true });
  authorise(actor, 'contributor', contact.ownerUnit);
  const { title, state, role, email } = input;
  const revision = await changeEntity(context, contact, {
    title,
    state,
    after: role === undefined ? {} : { role },
  });
  if (role !== undefined || email !== undefined) {
    await tx
      .$extendTables<EngagementTables>()
      .updateTable('contact')
      .set({
        ...(role === undefined ? {} : { role }),
        ...(email === undefined ? {} : { email }),
      })
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
