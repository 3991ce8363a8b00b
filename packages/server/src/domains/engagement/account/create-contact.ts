import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { copyReaders } from '../store.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.createContact'>>['body'];

/** Adds a person at an account: personal data, for the account's named readers only. */
export async function createContact(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'contact'> & { revision: number }> {
  const { tx, actor } = context;
  const account = await loadEntity(tx, actor, { kind: 'account', id: input.account });
  authorise(actor, 'contributor', account.ownerUnit);
  const contact = await createEntity(context, {
    kind: 'contact',
    title: input.title,
    state: 'active',
    ownerUnit: account.ownerUnit,
    restricted: true,
    after: { account: toReference('account', account.id), role: input.role },
  });
  await copyReaders(context, account, contact);
  await tx
    .$extendTables<EngagementTables>()
    .insertInto('contact')
    .values({
      id: contact.id,
      account_id: input.account,
      role: input.role,
      email: input.email ?? null,
    })
    .execute();
  return contact;
}
