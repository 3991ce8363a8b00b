import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { CatalogTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'catalog.changeFeature'>>['body'];

/** Changes a feature; given lists replace the present ones. */
export async function changeFeature(
  context: WriteContext,
  id: Id<'feature'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const feature = await loadEntity(tx, actor, { kind: 'feature', id }, { lock: true });
  authorise(actor, 'contributor', feature.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const { documentation } = input;
  const revision = await changeEntity(context, feature, {
    title: input.title,
    summary: input.summary,
    state: input.state,
    ownerUnit: input.ownerUnit,
    after: documentation === undefined ? {} : { documentation },
  });
  if (documentation !== undefined) {
    await tx
      .$extendTables<CatalogTables>()
      .updateTable('feature')
      .set({ documentation })
      .where('id', '=', id)
      .execute();
  }
  if (input.product !== undefined) {
    const wanted = input.product
      ? [{ entity: { kind: 'product' as const, id: input.product } }]
      : [];
    await replaceLinks(context, feature, 'part_of', ['product'], wanted);
  }
  if (input.delivers) {
    await replaceLinks(
      context,
      feature,
      'delivers',
      ['initiative'],
      input.delivers.map((initiative) => ({ entity: { kind: 'initiative', id: initiative } })),
    );
  }
  return revision;
}
