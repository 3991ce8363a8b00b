import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import type { Context } from '@throughline/flag-engine';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { variationName } from '../rules.ts';
import { loadFlag } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { canonicalKey, readContext } from '../wire/wire-context.ts';

const mostEvents = 50;

/** The last events about a flag, as SDKs sent them, without the attributes of contexts. */
export async function listFlagEvents(
  context: ReadContext,
  place: { flag: Id<'flag'>; environment: Id<'environment'> },
): Promise<OutputOf<OperationOf<'flags.listFlagEvents'>>> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'flag', id: place.flag });
  await loadEntity(db, actor, { kind: 'environment', id: place.environment });
  const { variations } = await loadFlag(db, place.flag);
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_event')
    .select(['at', 'kind', 'variation', 'body'])
    .where('flag_id', '=', place.flag)
    .where('environment_id', '=', place.environment)
    .orderBy('at', 'desc')
    .limit(mostEvents)
    .execute();
  return {
    items: rows.map(({ at, kind, variation, body }) => {
      const served = variation === null || variation < 0 ? null : variation;
      const subject = readContext(body['context']);
      const { inExperiment } = (body['reason'] ?? {}) as { inExperiment?: unknown };
      return {
        at: at.toISOString(),
        kind,
        variation: served,
        variationName: variationName(variations, served),
        context: subject ? canonicalKey(subject) : null,
        inExperiment: inExperiment === true,
      };
    }),
  };
}

/** The contexts that an environment saw lately. */
export async function recentContexts(
  context: ReadContext,
  environment: Id<'environment'>,
): Promise<{ contexts: Context[]; since: string | null }> {
  await loadEntity(context.db, context.actor, { kind: 'environment', id: environment });
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_recent_context')
    .select(['context', 'seen_at'])
    .where('environment_id', '=', environment)
    .orderBy('seen_at', 'desc')
    .execute();
  return {
    contexts: rows.flatMap((row) => readContext(row.context) ?? []),
    since: rows.at(-1)?.seen_at.toISOString() ?? null,
  };
}
