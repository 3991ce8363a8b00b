import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../platform/entities/linked-views.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { environmentsInOrder } from './environment-views.ts';
import { defaultConfiguration, standingOf } from './rules.ts';
import { loadFlag } from './store.ts';
import type { FlagsTables } from './tables.ts';

type Detail = OutputOf<OperationOf<'flags.getFlag'>>;
type Listed = OutputOf<OperationOf<'flags.listFlags'>>;

/** A flag's page. Throws `not_found`. */
export async function flagView(context: ReadContext, id: Id<'flag'>): Promise<Detail> {
  const {
    readers: _,
    external: __,
    kind: ___,
    ...common
  } = await entityDetail(context, {
    kind: 'flag',
    id,
  });
  const flag = await loadFlag(context.db, id);
  const gates = await linkedEntities(context, [id], 'gates', 'from');
  const promises = await linkedEntities(context, [id], 'promises', 'to');
  const environments = await environmentsInOrder(context);
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_configuration')
    .select(['environment_id', 'revision', 'is_on', 'configuration', 'changed_at'])
    .where('flag_id', '=', id)
    .execute();
  const configured = new Map(rows.map((row) => [row.environment_id, row]));
  const unconfigured = defaultConfiguration(flag.variations);
  return {
    ...common,
    ref: toReference('flag', id),
    state: common.state as Detail['state'],
    key: flag.key,
    type: flag.type,
    variations: flag.variations.map(({ value, name }) => ({ value: value as never, name })),
    clientSide: flag.clientSide,
    temporary: flag.temporary,
    gates: (gates.get(id) ?? []).map(({ entity }) => entity),
    promisedBy: (promises.get(id) ?? []).map(({ entity }) => entity),
    environments: environments.map(({ id: environment, production, summary }) => {
      const row = configured.get(environment);
      return {
        environment: summary,
        production,
        on: row?.is_on ?? false,
        revision: row?.revision ?? 0,
        says: standingOf(row?.is_on ?? false, row?.configuration ?? unconfigured, flag.variations),
        changedAt: row?.changed_at.toISOString() ?? null,
      };
    }),
  };
}

/** Flags, newest first. */
export async function listFlags(
  context: ReadContext,
  query: {
    q?: string | undefined;
    ownerUnit?: Id<'unit'> | undefined;
    state?: string | undefined;
    temporary?: boolean | undefined;
    clientSide?: boolean | undefined;
    gates?: EntityRef | undefined;
    onIn?: Id<'environment'> | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Listed> {
  const [before] = readCursor(query.cursor, 1);
  const like = query.q?.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag')
    .innerJoin('entity', 'entity.id', 'flag.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['flag.id', 'flag.key', 'flag.type', 'flag.temporary', 'flag.client_side'])
    .select(['entity.title', 'entity.state', 'entity.updated_at', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .where(visible(context.actor))
    .$if(Boolean(like), (where) =>
      where.where(
        sql<boolean>`(plain_text(lower(entity.title)) like '%' || plain_text(${like}) || '%' or flag.key like '%' || ${like} || '%')`,
      ),
    )
    .$if(query.ownerUnit !== undefined, (where) =>
      where.where('entity.owner_unit_id', '=', query.ownerUnit as Id<'unit'>),
    )
    .$if(query.state !== undefined, (where) => where.where('entity.state', '=', query.state ?? ''))
    .$if(query.temporary !== undefined, (where) =>
      where.where('flag.temporary', '=', query.temporary ?? false),
    )
    .$if(query.clientSide !== undefined, (where) =>
      where.where('flag.client_side', '=', query.clientSide ?? false),
    )
    .$if(query.gates !== undefined, (where) =>
      where.where(
        sql<boolean>`exists (select 1 from link where link.from_id = flag.id and relation = 'gates'
          and until is null and to_id = ${query.gates?.id ?? null}::uuid)`,
      ),
    )
    .$if(query.onIn !== undefined, (where) =>
      where.where(
        sql<boolean>`exists (select 1 from flag_configuration where flag_id = flag.id and is_on
          and environment_id = ${query.onIn ?? null}::uuid)`,
      ),
    )
    .$if(before !== undefined, (where) => where.where(sql<boolean>`flag.id < ${before}::uuid`))
    .orderBy('flag.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  const on = await environmentsWhereOn(
    context,
    shown.map(({ id }) => id),
  );
  return {
    items: shown.map((row) => ({
      ref: toReference('flag', row.id),
      key: row.key,
      title: row.title,
      state: row.state as Listed['items'][number]['state'],
      ownerUnit: ownerUnitOf(row),
      type: row.type,
      temporary: row.temporary,
      clientSide: row.client_side,
      onIn: on.get(row.id) ?? [],
      updatedAt: row.updated_at.toISOString(),
    })),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

async function environmentsWhereOn(context: ReadContext, flags: readonly string[]) {
  if (flags.length === 0) return new Map<string, Listed['items'][number]['onIn']>();
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_configuration')
    .innerJoin('entity', 'entity.id', 'flag_configuration.environment_id')
    .select(['flag_id', 'entity.id', 'entity.kind', 'entity.title', 'entity.state'])
    .where(sql<boolean>`flag_id = any(${[...flags]}::uuid[])`)
    .where('is_on', '=', true)
    .where(visible(context.actor))
    .orderBy('entity.title')
    .execute();
  const byFlag = Map.groupBy(rows, ({ flag_id }) => flag_id as string);
  return new Map([...byFlag].map(([flag, found]) => [flag, found.map(summaryOf)]));
}
