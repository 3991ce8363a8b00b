import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { accountByKey, feedbackWaitingFor } from '../store.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.createAccount'>>['body'];

/** Throws `already_exists` where another account is known by the key. */
export async function claimExternalKey(context: WriteContext, key: string): Promise<void> {
  if (!(await accountByKey(context, key))) return;
  throw problem('already_exists', `externalKey: “${key}” names another account already.`);
}

/** Adds an account; feedback that came in under its key before is its own from now on. */
export async function createAccount(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'account'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  if (input.externalKey) await claimExternalKey(context, input.externalKey);
  const { segment, tier, annualValue } = input;
  const account = await createEntity(context, {
    kind: 'account',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit,
    restricted: input.restricted,
    after: { segment, tier, annualValue, externalKey: input.externalKey ?? null },
  });
  await tx
    .$extendTables<EngagementTables>()
    .insertInto('account')
    .values({
      id: account.id,
      segment,
      tier,
      annual_value: annualValue,
      external_key: input.externalKey ?? null,
    })
    .execute();
  if (input.externalKey) await adoptFeedback(context, account, segment, input.externalKey);
  return account;
}

async function adoptFeedback(
  context: WriteContext,
  account: EntityRef<'account'>,
  segment: Input['segment'],
  key: string,
): Promise<void> {
  for (const id of await feedbackWaitingFor(context, key)) {
    await link(context, { kind: 'feedback', id }, 'given_by', account);
    await context.tx
      .$extendTables<EngagementTables>()
      .updateTable('feedback')
      .set({ segment, account_key: null })
      .where('id', '=', id)
      .execute();
  }
}
