import type { EntityKind, EntityRef, Id } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { Db } from '../database/connect.ts';
import type { ImportContext } from './importer.ts';

/** `units.yaml` and `resource-management` → `units/resource-management`. */
function externalId(file: string, key: string): string {
  return `${file.replace(/\.ya?ml$/, '')}/${key}`;
}

/** The entity that an import of the organisation brought in under a key of a file, if any. */
export async function entityByKey<K extends EntityKind>(
  context: { readonly tx: Db; readonly system: string },
  kind: K,
  file: string,
  key: string,
): Promise<Id<K> | undefined> {
  const row = await context.tx
    .selectFrom('external_reference')
    .innerJoin('entity', 'entity.id', 'external_reference.entity_id')
    .select('entity.id')
    .where('system', '=', context.system)
    .where('external_id', '=', externalId(file, key))
    .where('entity.kind', '=', kind)
    .executeTakeFirst();
  return row?.id as Id<K> | undefined;
}

/** Every key of a file that was imported, with its entity. */
export async function entitiesByKey<K extends EntityKind>(
  context: { readonly tx: Db; readonly system: string },
  kind: K,
  file: string,
): Promise<Map<string, Id<K>>> {
  const prefix = externalId(file, '');
  const rows = await context.tx
    .selectFrom('external_reference')
    .innerJoin('entity', 'entity.id', 'external_reference.entity_id')
    .select(['entity.id', 'external_id'])
    .where('system', '=', context.system)
    .where((eb) => eb(eb.fn<boolean>('starts_with', ['external_id', eb.val(prefix)]), '=', true))
    .where('entity.kind', '=', kind)
    .orderBy('external_id')
    .execute();
  return new Map(rows.map((row) => [row.external_id.slice(prefix.length), row.id as Id<K>]));
}

/** Remembers under which key of a file an entity is imported, so that the next import finds it. */
export async function keepKey(
  context: ImportContext,
  file: string,
  key: string,
  ref: EntityRef,
): Promise<void> {
  await context.tx
    .insertInto('external_reference')
    .values({
      entity_id: ref.id,
      system: context.system,
      external_id: externalId(file, key),
      last_seen: toDate(context.now),
    })
    .onConflict((conflict) =>
      conflict.columns(['system', 'external_id']).doUpdateSet({ last_seen: toDate(context.now) }),
    )
    .execute();
}
