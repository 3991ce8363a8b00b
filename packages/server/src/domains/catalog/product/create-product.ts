import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { CatalogTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'catalog.createProduct'>>['body'];

/** Adds a product. */
export async function createProduct(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'product'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const product = await createEntity(context, { kind: 'product', state: 'active', ...input });
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('product')
    .values({ id: product.id })
    .execute();
  return product;
}
