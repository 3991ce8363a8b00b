import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';

type Input = ParsedInput<OperationOf<'catalog.changeProduct'>>['body'];

/** Changes a product, or retires it. */
export async function changeProduct(
  context: WriteContext,
  id: Id<'product'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const product = await loadEntity(tx, actor, { kind: 'product', id }, { lock: true });
  authorise(actor, 'contributor', product.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const retired = input.state === 'retired' && product.state !== 'retired';
  return changeEntity(context, product, {
    ...input,
    action: retired ? 'product.retired' : 'product.changed',
  });
}
