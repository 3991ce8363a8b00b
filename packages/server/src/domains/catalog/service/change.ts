import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { CatalogTables } from '../tables.ts';
import { linkService } from './create.ts';

type Input = ParsedInput<OperationOf<'catalog.changeService'>>['body'];

/** Changes a service; given lists replace the present ones. Throws `entity.circular`. */
export async function changeService(
  context: WriteContext,
  id: Id<'service'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const service = await loadEntity(tx, actor, { kind: 'service', id }, { lock: true });
  authorise(actor, 'contributor', service.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  const { tier, dataClassification } = input;
  const revision = await changeEntity(context, service, {
    title: input.title,
    summary: input.summary,
    state: input.state,
    ownerUnit: input.ownerUnit,
    after: {
      ...(tier === undefined ? {} : { tier }),
      ...(dataClassification === undefined ? {} : { dataClassification }),
    },
  });
  if (tier !== undefined || dataClassification !== undefined) {
    await tx
      .$extendTables<CatalogTables>()
      .updateTable('service')
      .set({
        ...(tier === undefined ? {} : { tier }),
        ...(dataClassification === undefined ? {} : { data_classification: dataClassification }),
      })
      .where('id', '=', id)
      .execute();
  }
  await linkService(context, service, input);
  return revision;
}
