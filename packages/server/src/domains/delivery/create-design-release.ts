import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { mayOwn } from './policy.ts';
import { replaceChecklist } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.createDesignRelease'>>['body'];

/** Submits a version of a design for review; its verdict is pending. */
export async function createDesignRelease(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'design_release'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const { file, version, checklist } = input;
  const release = await createEntity(context, {
    kind: 'design_release',
    title: input.title,
    summary: input.summary,
    state: 'pending',
    ownerUnit: input.ownerUnit,
    after: { file, version, checklist },
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .insertInto('design_release')
    .values({ id: release.id, file, version })
    .execute();
  await replaceChecklist(context, release.id, checklist);
  const designed = input.designs ? [{ entity: input.designs }] : [];
  await replaceLinks(context, release, 'designs', ['initiative', 'feature'], designed);
  return release;
}
