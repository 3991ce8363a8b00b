import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { CatalogTables } from '../tables.ts';
import { loadConnection, metricsOver } from './connection-store.ts';

/** Deletes a connection that no metric uses. Throws `in_use`. */
export async function deleteConnection(context: WriteContext, id: Id<'connection'>): Promise<void> {
  const { tx } = context;
  const { name } = await loadConnection(tx, id);
  const metrics = await metricsOver(tx, id);
  if (metrics > 0) {
    throw problem(
      'in_use',
      `${metrics} metric${metrics === 1 ? ' takes its' : 's take their'} values over it. Give them another source first.`,
    );
  }
  await tx
    .$extendTables<CatalogTables>()
    .deleteFrom('metric_connection')
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'connection.deleted',
    after: { connection: toReference('connection', id), name },
  });
}
