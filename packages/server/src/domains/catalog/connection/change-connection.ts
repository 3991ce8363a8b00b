import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { CatalogTables } from '../tables.ts';
import { readAddress } from './connection-rules.ts';
import { connectionNamed, loadConnection, sealAddress } from './connection-store.ts';

type Input = ParsedInput<OperationOf<'catalog.changeConnection'>>['body'];

/** Renames a connection, gives it to another unit, or replaces its address. */
export async function changeConnection(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'connection'>,
  { name, address, unit }: Input,
): Promise<void> {
  const { tx, actor } = context;
  await loadConnection(tx, id);
  if (unit) await loadEntity(tx, actor, { kind: 'unit', id: unit });
  if (name !== undefined) {
    const named = await connectionNamed(tx, name);
    if (named && named !== id) {
      throw problem('already_exists', `There is a connection “${name}” already.`);
    }
  }
  const target = address === undefined ? undefined : readAddress(address);
  const leads = target && { host: target.host, port: target.port, database: target.database };
  const columns = {
    ...(name === undefined ? {} : { name }),
    ...(unit === undefined ? {} : { unit_id: unit }),
    ...(leads && address !== undefined
      ? { ...leads, sealed_address: sealAddress(secrets, id, address) }
      : {}),
  };
  if (Object.keys(columns).length === 0) return;
  await tx
    .$extendTables<CatalogTables>()
    .updateTable('metric_connection')
    .set(columns)
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'connection.changed',
    after: {
      connection: toReference('connection', id),
      ...(name === undefined ? {} : { name }),
      ...(unit === undefined ? {} : { unit: unit && toReference('unit', unit) }),
      ...leads,
    },
  });
}
