import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { approvedPrices, bookOf } from '../store.ts';
import type { LaunchTables } from '../tables.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.changePrice'>>['body'];

/** Changes a draft. What it supports may change always. Throws `wrong_state`. */
export async function changePrice(
  context: WriteContext,
  id: Id<'price'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const price = await loadEntity(tx, actor, { kind: 'price', id }, { lock: true });
  authorise(actor, 'contributor', price.ownerUnit);
  const { supports, title, summary, ...own } = input;
  const edits = [title, summary, ...Object.values(own)].some((value) => value !== undefined);
  if (edits && price.state !== 'draft') {
    throw problem('wrong_state', `This price is ${price.state}: draft its next version instead.`);
  }
  const revision = await changeEntity(context, price, { title, summary, after: own });
  const set = {
    ...(own.amounts === undefined ? {} : { amounts: JSON.stringify(own.amounts) }),
    ...(own.currency === undefined ? {} : { currency: own.currency }),
    ...(own.effectiveFrom === undefined ? {} : { effective_from: own.effectiveFrom }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<LaunchTables>()
      .updateTable('price')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  await setSupports(context, price, supports);
  return revision;
}

/** Asks for approval of a draft. Throws `wrong_state`. */
export async function proposePrice(context: WriteContext, id: Id<'price'>): Promise<number> {
  const { tx, actor } = context;
  const price = await loadEntity(tx, actor, { kind: 'price', id }, { lock: true });
  authorise(actor, 'contributor', price.ownerUnit);
  if (price.state !== 'draft')
    throw problem('wrong_state', `This price is ${price.state} already.`);
  return changeEntity(context, price, { action: 'price.proposed', state: 'proposed' });
}

/**
 * Approves a proposed price, which replaces the book's approved one, or sends it back. Throws
 * `wrong_state`.
 */
export async function decidePrice(
  context: WriteContext,
  id: Id<'price'>,
  input: { verdict: 'approved' | 'draft'; reason: string },
): Promise<number> {
  const { tx, actor, now } = context;
  const price = await loadEntity(tx, actor, { kind: 'price', id }, { lock: true });
  authorise(actor, 'owner', price.ownerUnit);
  if (price.state !== 'proposed')
    throw problem('wrong_state', 'Only a proposed price is decided on.');
  const after = { reason: input.reason };
  if (input.verdict === 'draft') {
    return changeEntity(context, price, { action: 'price.returned', state: 'draft', after });
  }
  for (const replaced of await approvedPrices(context, await bookOf(context, id), id)) {
    await changeEntity(context, replaced, { action: 'price.replaced', state: 'replaced' });
  }
  await tx
    .$extendTables<LaunchTables>()
    .updateTable('price')
    .set({ approved_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, price, { action: 'price.approved', state: 'approved', after });
}
