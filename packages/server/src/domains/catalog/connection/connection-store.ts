import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { authorise, can } from '../../../platform/access/can.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { problem } from '../../../platform/problem.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { CatalogTables } from '../tables.ts';
import { readAddress, type Target } from './connection-rules.ts';

type Listed = OutputOf<OperationOf<'catalog.listConnections'>>;

/** A connection as decisions need it, without its address. */
export interface Connection {
  readonly id: Id<'connection'>;
  readonly name: string;
  readonly unit: Id<'unit'> | null;
}

/** A connection. Throws `not_found`. */
export async function loadConnection(db: Db, id: Id<'connection'>): Promise<Connection> {
  const row = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric_connection')
    .select(['id', 'name', 'unit_id as unit'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such connection.');
  return row;
}

/** Throws `forbidden` unless the actor may write queries for a connection. */
export function authoriseQueries(actor: Actor, { unit }: Connection): void {
  authorise(actor, 'editor', unit);
}

/** What a connection's address is sealed for: in another row it doesn't open. */
const purposeOf = (id: string) => `metric_connection ${id}`;

/** A connection's address as its row keeps it. */
export function sealAddress(secrets: Secrets, id: Id<'connection'>, address: string): string {
  return secrets.seal(purposeOf(id), address);
}

/** Where a connection leads, with its password, for whoever is about to ask it; or why that can't be said. */
export async function loadTarget(
  db: Db,
  secrets: Secrets,
  id: Id<'connection'>,
): Promise<Target | { readonly fault: string }> {
  const row = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric_connection')
    .select('sealed_address')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return { fault: 'The connection is gone.' };
  try {
    return readAddress(secrets.open(purposeOf(id), row.sealed_address));
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return { fault: 'The connection’s address can’t be opened; an administrator enters it again.' };
  }
}

/** The addresses of all connections, for the start to bring under the present key. */
export const keptAddresses: KeptSecrets = {
  name: 'addresses of metric connections',
  remedy: 'enter them again on the page of the connections.',
  async load(tx) {
    const rows = await tx
      .$extendTables<CatalogTables>()
      .selectFrom('metric_connection')
      .select(['id', 'sealed_address as sealed'])
      .forUpdate()
      .execute();
    return rows.map(({ id, sealed }) => ({ id, purpose: purposeOf(id), plain: null, sealed }));
  },
  async keep(tx, id, sealed) {
    await tx
      .$extendTables<CatalogTables>()
      .updateTable('metric_connection')
      .set({ sealed_address: sealed })
      .where('id', '=', id as Id<'connection'>)
      .execute();
  },
};

/** The connections that the actor may write queries for. */
export async function listConnections(context: ReadContext): Promise<Listed> {
  const { db, actor } = context;
  const rows = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric_connection')
    .leftJoin('entity as owner', 'owner.id', 'metric_connection.unit_id')
    .select(['metric_connection.id', 'name', 'unit_id as owner_unit_id', 'host', 'port'])
    .select(['database', 'metric_connection.created_at', 'created_by'])
    .select('owner.title as owner_unit_title')
    .select(
      sql<number>`(select count(*)::integer from metric where connection_id = metric_connection.id)`.as(
        'metrics',
      ),
    )
    .orderBy('name')
    .execute();
  const administers = actor.kind === 'member' && actor.administrator;
  return {
    items: rows
      .filter((row) => can(actor, 'editor', row.owner_unit_id))
      .map((row) => ({
        ref: toReference('connection', row.id),
        name: row.name,
        unit: ownerUnitOf(row),
        target: administers ? { host: row.host, port: row.port, database: row.database } : null,
        metrics: row.metrics,
        createdAt: row.created_at.toISOString(),
        createdBy: row.created_by,
      })),
  };
}

/** How many metrics take their values over a connection. */
export async function metricsOver(db: Db, id: Id<'connection'>): Promise<number> {
  const { count } = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('connection_id', '=', id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The id of the connection of a name. */
export async function connectionNamed(db: Db, name: string): Promise<Id<'connection'> | undefined> {
  const row = await db
    .$extendTables<CatalogTables>()
    .selectFrom('metric_connection')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.id;
}
