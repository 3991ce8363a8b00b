import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { CatalogTables } from '../tables.ts';
import { unsettle } from '../usage/usage-store.ts';
import { assertKeyFree } from './create-feature.ts';

type Input = ParsedInput<OperationOf<'catalog.changeFeature'>>['body'];

/** Changes a feature; given lists replace the present ones. */
export async function changeFeature(
  context: WriteContext,
  id: Id<'feature'>,
  input: Input,
  today: Temporal.PlainDate,
): Promise<number> {
  const { tx, actor } = context;
  const feature = await loadEntity(tx, actor, { kind: 'feature', id }, { lock: true });
  authorise(actor, 'contributor', feature.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const { documentation, key, adoptionUses } = input;
  await assertKeyFree(context, key ?? null, id);
  const revision = await changeEntity(context, feature, {
    title: input.title,
    summary: input.summary,
    state: input.state,
    ownerUnit: input.ownerUnit,
    after: {
      ...(documentation === undefined ? {} : { documentation }),
      ...(key === undefined ? {} : { key }),
      ...(adoptionUses === undefined ? {} : { adoptionUses }),
    },
  });
  const columns = {
    ...(documentation === undefined ? {} : { documentation }),
    ...(key === undefined ? {} : { key }),
    ...(adoptionUses === undefined ? {} : { adoption_uses: adoptionUses }),
  };
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<CatalogTables>()
      .updateTable('feature')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  // Days that were counted keep the number of uses that they were counted by; from today on the new one holds.
  if (adoptionUses !== undefined) await unsettle(tx, [today.toString()]);
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
