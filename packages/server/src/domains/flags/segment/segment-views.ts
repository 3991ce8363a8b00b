import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { FlagsTables } from '../tables.ts';
import { usersOfSegments } from './segment-store.ts';

/** The segments of an environment. */
export async function listSegments(
  context: ReadContext,
  environment: Id<'environment'>,
): Promise<OutputOf<OperationOf<'flags.listSegments'>>> {
  await loadEntity(context.db, context.actor, { kind: 'environment', id: environment });
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('segment')
    .selectAll()
    .where('environment_id', '=', environment)
    .orderBy('key')
    .execute();
  const users = await usersOfSegments(context.db, environment);
  return {
    items: rows.map((row) => ({
      key: row.key,
      title: row.title,
      summary: row.summary,
      included: row.definition.included.map((list) => ({ ...list, values: [...list.values] })),
      excluded: row.definition.excluded.map((list) => ({ ...list, values: [...list.values] })),
      rules: [...row.definition.rules],
      revision: row.revision,
      usedBy: users.filter(({ segment }) => segment === row.key).map(({ user }) => user),
      changedAt: row.changed_at.toISOString(),
    })),
  };
}
