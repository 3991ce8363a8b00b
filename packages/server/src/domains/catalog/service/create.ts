import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { CatalogTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'catalog.createService'>>['body'];

/** Adds a service that we run, what builds it and what it needs. Throws `entity.circular`. */
export async function createService(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'service'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const { tier, dataClassification } = input;
  const service = await createEntity(context, {
    kind: 'service',
    title: input.title,
    summary: input.summary,
    state: input.state,
    ownerUnit: input.ownerUnit,
    after: { tier, dataClassification },
  });
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('service')
    .values({ id: service.id, tier, data_classification: dataClassification })
    .execute();
  await linkService(context, service, input);
  return service;
}

/** Joins a service to its product, its repositories and the services that it needs, where given. */
export async function linkService(
  context: WriteContext,
  service: EntityRef<'service'>,
  wanted: Partial<
    Pick<
      ParsedInput<OperationOf<'catalog.changeService'>>['body'],
      'product' | 'repositories' | 'dependsOn'
    >
  >,
): Promise<void> {
  if (wanted.product !== undefined) {
    const product = wanted.product
      ? [{ entity: { kind: 'product' as const, id: wanted.product } }]
      : [];
    await replaceLinks(context, service, 'part_of', ['product'], product);
  }
  if (wanted.repositories) {
    const repositories = wanted.repositories.map((id) => ({
      entity: { kind: 'repository' as const, id },
    }));
    await replaceLinks(context, service, 'builds', ['repository'], repositories, 'to');
  }
  if (wanted.dependsOn) {
    const needed = wanted.dependsOn.map((id) => ({ entity: { kind: 'service' as const, id } }));
    await replaceLinks(context, service, 'depends_on', ['service'], needed);
  }
}
