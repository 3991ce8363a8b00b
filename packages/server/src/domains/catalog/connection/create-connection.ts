import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { CatalogTables } from '../tables.ts';
import { readAddress } from './connection-rules.ts';
import { connectionNamed, sealAddress } from './connection-store.ts';

type Input = ParsedInput<OperationOf<'catalog.createConnection'>>['body'];

/**
 * Adds a connection: the act by which an administrator allows the server to speak to that host. The
 * ledger says where it leads, never as whom. Throws `already_exists`, `catalog.address_refused`.
 */
export async function createConnection(
  context: WriteContext,
  secrets: Secrets,
  { name, address, unit }: Input,
): Promise<Id<'connection'>> {
  const { tx, actor, now } = context;
  const { host, port, database } = readAddress(address);
  if (unit) await loadEntity(tx, actor, { kind: 'unit', id: unit });
  if (await connectionNamed(tx, name)) {
    throw problem('already_exists', `There is a connection “${name}” already.`);
  }
  const id = newId('connection');
  await tx
    .$extendTables<CatalogTables>()
    .insertInto('metric_connection')
    .values({
      id,
      name,
      unit_id: unit ?? null,
      host,
      port,
      database,
      sealed_address: sealAddress(secrets, id, address),
      created_at: toDate(now),
      created_by: actor.name,
    })
    .execute();
  await record(context, {
    action: 'connection.created',
    after: {
      connection: toReference('connection', id),
      name,
      unit: unit ? toReference('unit', unit) : null,
      host,
      port,
      database,
    },
  });
  return id;
}
