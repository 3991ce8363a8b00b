import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { lastPriceVersion } from '../store.ts';
import type { LaunchTables } from '../tables.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.createPrice'>>['body'];

/** Drafts the next version of a price book. */
export async function createPrice(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'price'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const version = (await lastPriceVersion(context, input.book)) + 1;
  const { book, amounts, currency, effectiveFrom } = input;
  const price = await createEntity(context, {
    kind: 'price',
    title: input.title,
    summary: input.summary,
    state: 'draft',
    ownerUnit: input.ownerUnit,
    restricted: input.restricted,
    after: { book, version, amounts, currency, effectiveFrom },
  });
  await tx
    .$extendTables<LaunchTables>()
    .insertInto('price')
    .values({
      id: price.id,
      book,
      version,
      amounts: JSON.stringify(amounts),
      currency,
      effective_from: effectiveFrom,
    })
    .execute();
  await setSupports(context, price, input.supports);
  return price;
}
