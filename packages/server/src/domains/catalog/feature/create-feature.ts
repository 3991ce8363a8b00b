import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import type { CatalogTables } from '../tables.ts';
import { featureOfKey } from './feature-store.ts';

type Input = ParsedInput<OperationOf<'catalog.createFeature'>>['body'];

/** Adds a feature, as a part of a product, with the initiatives that it delivers. */
export async function createFeature(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'feature'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const documentation = input.documentation ?? null;
  const key = input.key ?? null;
  const { adoptionUses } = input;
  await assertKeyFree(context, key);
  const feature = await createEntity(context, {
    kind: 'feature',
    title: input.title,
    summary: input.summary,
    state: input.state,
    ownerUnit: input.ownerUnit,
    after: { documentation, key, adoptionUses },
  });
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('feature')
    .values({ id: feature.id, documentation, key, adoption_uses: adoptionUses })
    .execute();
  if (input.product) {
    await replaceLinks(
      context,
      feature,
      'part_of',
      ['product'],
      [{ entity: { kind: 'product', id: input.product } }],
    );
  }
  await replaceLinks(
    context,
    feature,
    'delivers',
    ['initiative'],
    input.delivers.map((id) => ({ entity: { kind: 'initiative', id } })),
  );
  return feature;
}

/** Throws `already_exists` where usage events of a key mean another feature. */
export async function assertKeyFree(
  { tx }: Pick<WriteContext, 'tx'>,
  key: string | null,
  own?: string,
): Promise<void> {
  if (key === null) return;
  const holder = await featureOfKey(tx, key);
  if (holder && holder !== own) {
    throw problem('already_exists', `Usage events of “${key}” mean another feature already.`);
  }
}
