import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../platform/context.ts';
import { visible } from '../../platform/access/visible.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { environmentsInOrder } from './environment-views.ts';
import { standingOf, type Configuration, type Variation } from './rules.ts';
import { loadConfiguration, loadFlag } from './store.ts';
import type { FlagsTables } from './tables.ts';

type View = OutputOf<OperationOf<'flags.getFlagConfiguration'>>;
type Versions = OutputOf<OperationOf<'flags.listFlagVersions'>>;

interface Place {
  readonly flag: Id<'flag'>;
  readonly environment: Id<'environment'>;
}

async function checkPlace(context: ReadContext, { flag, environment }: Place): Promise<string> {
  await loadEntity(context.db, context.actor, { kind: 'flag', id: flag });
  const { title } = await loadEntity(context.db, context.actor, {
    kind: 'environment',
    id: environment,
  });
  return title;
}

/** How a flag decides in an environment. Throws `not_found`. */
export async function configurationView(context: ReadContext, place: Place): Promise<View> {
  const title = await checkPlace(context, place);
  const flag = await loadFlag(context.db, place.flag);
  const { revision, on, configuration } = await loadConfiguration(
    context.db,
    flag,
    place.environment,
  );
  const row = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_environment')
    .leftJoin('flag_configuration', (join) =>
      join
        .onRef('flag_configuration.environment_id', '=', 'flag_environment.environment_id')
        .on('flag_configuration.flag_id', '=', place.flag),
    )
    .select(['version', 'review_required', 'salt', 'changed_at', 'changed_by'])
    .where('flag_environment.environment_id', '=', place.environment)
    .executeTakeFirst();
  const environments = await environmentsInOrder(context);
  return {
    flag: toReference('flag', place.flag),
    environment: {
      ref: toReference('environment', place.environment),
      title,
      production: environments.find(({ id }) => id === place.environment)?.production ?? false,
    },
    on,
    ...configuration,
    salt: row?.salt ?? flag.salt,
    reviewRequired: row?.review_required ?? false,
    revision,
    environmentVersion: Number(row?.version ?? 0),
    changedAt: row?.changed_at?.toISOString() ?? null,
    changedBy: row?.changed_by ?? null,
  };
}

/** How a flag decided in an environment before, newest first. */
export async function listFlagVersions(
  context: ReadContext,
  place: Place,
  query: { cursor?: string | undefined; limit: number },
): Promise<Versions> {
  await checkPlace(context, place);
  const flag = await loadFlag(context.db, place.flag);
  const [before] = readCursor(query.cursor, 1);
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_configuration_version')
    .select(['revision', 'is_on', 'configuration', 'changed_at', 'changed_by'])
    .where('flag_id', '=', place.flag)
    .where('environment_id', '=', place.environment)
    .$if(before !== undefined, (where) => where.where(sql<boolean>`revision < ${before}::integer`))
    .orderBy('revision', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => ({
      revision: row.revision,
      on: row.is_on,
      ...row.configuration,
      says: standingOf(row.is_on, row.configuration, flag.variations),
      at: row.changed_at.toISOString(),
      by: row.changed_by,
    })),
    nextCursor: rows.length > query.limit ? writeCursor([String(shown.at(-1)?.revision)]) : null,
  };
}

/** How a flag serves in an environment, for those who promise or gate on it. */
export interface FlagServing {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly on: boolean;
  readonly configuration: Configuration;
  readonly variations: readonly Variation[];
}

/** How a flag serves in an environment, whoever asks. Throws `not_found`. */
export async function flagServing(context: ReadContext, place: Place): Promise<FlagServing> {
  const entity = await loadEntity(context.db, context.actor, { kind: 'flag', id: place.flag });
  const flag = await loadFlag(context.db, place.flag);
  const { on, configuration } = await loadConfiguration(context.db, flag, place.environment);
  return {
    key: flag.key,
    title: entity.title,
    state: entity.state,
    on,
    configuration,
    variations: flag.variations,
  };
}

/** How the flags of some keys stand in an environment, by key; keys of no flag are absent. */
export async function flagStandings(
  { db, actor }: ReadContext,
  environment: Id<'environment'>,
  keys: readonly string[],
): Promise<Map<string, { id: Id<'flag'>; on: boolean }>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ id: Id<'flag'>; key: string; on: boolean }>`
    select flag.id, flag.key, coalesce(flag_configuration.is_on, false) as on
    from flag join entity on entity.id = flag.id and ${visible(actor)}
    left join flag_configuration on flag_configuration.flag_id = flag.id
      and flag_configuration.environment_id = ${environment}
    where flag.key = any(${[...new Set(keys)]}::text[])
  `.execute(db);
  return new Map(rows.map(({ key, id, on }) => [key, { id, on }]));
}
