import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { accountByKey } from '../store.ts';
import type { EngagementTables } from '../tables.ts';
import { claimExternalKey } from './create-account.ts';

type Input = ParsedInput<OperationOf<'engagement.changeAccount'>>['body'];

/** Changes an account. */
export async function changeAccount(
  context: WriteContext,
  id: Id<'account'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const account = await loadEntity(tx, actor, { kind: 'account', id }, { lock: true });
  authorise(actor, 'contributor', account.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const { title, summary, state, ownerUnit, ...own } = input;
  if (own.externalKey && (await accountByKey(context, own.externalKey))?.id !== id) {
    await claimExternalKey(context, own.externalKey);
  }
  const revision = await changeEntity(context, account, {
    title,
    summary,
    state,
    ownerUnit,
    after: own,
  });
  const set = {
    ...(own.segment === undefined ? {} : { segment: own.segment }),
    ...(own.tier === undefined ? {} : { tier: own.tier }),
    ...(own.annualValue === undefined ? {} : { annual_value: own.annualValue }),
    ...(own.externalKey === undefined ? {} : { external_key: own.externalKey }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<EngagementTables>()
      .updateTable('account')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
