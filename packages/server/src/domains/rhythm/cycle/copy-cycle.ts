import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';
import { keepVersion, presentTemplate, templateColumns } from './cycle-store.ts';

/** Makes a cycle of a unit's own of another: the same template, to be changed from there. */
export async function copyCycle(
  context: WriteContext,
  from: Id<'cycle'>,
  input: { title: string; unit: Id<'unit'> },
): Promise<EntityRef<'cycle'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'editor', input.unit);
  const source = await loadEntity(tx, actor, { kind: 'cycle', id: from });
  const unit = await loadEntity(tx, actor, { kind: 'unit', id: input.unit });
  const before = await presentTemplate(tx, from);
  const { shortTitle: _, ...rest } = before.template;
  const template = { ...rest, title: input.title };
  const cycle = await createEntity(context, {
    kind: 'cycle',
    title: input.title,
    summary: template.purpose,
    state: 'active',
    ownerUnit: unit.id,
    after: { copiedFrom: toReference('cycle', source.id), version: before.version },
  });
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('cycle')
    .values({
      id: cycle.id,
      key: `${before.key}-${cycle.id.slice(-12)}`,
      copied_from_id: from,
      ...templateColumns(template),
    })
    .execute();
  await keepVersion(context, cycle.id, template);
  return cycle;
}
