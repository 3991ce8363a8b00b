import type { Id } from '@throughline/contract';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import type { FlagsTables } from '../tables.ts';

/** What a server key is sealed for: in another row or environment it doesn't open. */
export function serverKeyPurpose(id: string, environment: Id<'environment'>): string {
  return `server_key ${id} of ${environment}`;
}

/** The server keys that are sealed, for the start to bring under the present key. */
export const keptServerKeys: KeptSecrets = {
  name: 'server keys for secure mode',
  remedy: 'rotate them in the SDK keys of their environments, and give your servers the new ones.',
  async load(tx) {
    const rows = await tx
      .$extendTables<FlagsTables>()
      .selectFrom('sdk_key')
      .select(['id', 'environment_id', 'sealed_key'])
      .where('sealed_key', 'is not', null)
      .where('revoked_at', 'is', null)
      .forUpdate()
      .execute();
    return rows.map((row) => ({
      id: row.id,
      purpose: serverKeyPurpose(row.id, row.environment_id),
      plain: null,
      sealed: row.sealed_key,
    }));
  },
  async keep(tx, id, sealed) {
    await tx
      .$extendTables<FlagsTables>()
      .updateTable('sdk_key')
      .set({ sealed_key: sealed })
      .where('id', '=', id as Id<'sdk_key'>)
      .execute();
  },
};
