import {
  toReference,
  type EntityKind,
  type EntityRef,
  type EntitySummary,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { visible } from '../access/visible.ts';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import { newId } from '../database/new-id.ts';
import { prepared } from '../database/prepared.ts';
import { appending, record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { endLinks, link } from './link.ts';

/** An entity as the server loads it before it decides. */
export interface Entity<K extends EntityKind = EntityKind> extends EntityRef<K> {
  readonly title: string;
  readonly summary: string;
  readonly state: string;
  readonly ownerUnit: Id<'unit'> | null;
  readonly restricted: boolean;
  readonly revision: number;
}

/** What a new entity needs. */
export interface NewEntity<K extends EntityKind> {
  readonly kind: K;
  readonly id?: Id<K>;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly state: string;
  readonly ownerUnit?: Id<'unit'> | null | undefined;
  /** Only named readers see it; the creator is one. */
  readonly restricted?: boolean;
  /** When its relations begin; now, unless history is imported. */
  readonly since?: Temporal.Instant;
  /** The domain's own fields, for the ledger. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/**
 * Creates an entity's row, its `owned_by` relation and its ledger fact (`<kind>.created`). The
 * typed row of the domain goes in next, in the same transaction.
 */
export async function createEntity<K extends EntityKind>(
  context: WriteContext,
  entity: NewEntity<K>,
): Promise<EntityRef<K> & { revision: number }> {
  const { tx, actor, now } = context;
  const id = entity.id ?? newId(entity.kind);
  const ref = { kind: entity.kind, id } as EntityRef<K>;
  const owner = entity.ownerUnit ?? null;
  const appended = appending(context, {
    action: `${entity.kind}.created`,
    entity: ref,
    revision: 1,
    after: {
      title: entity.title,
      summary: entity.summary ?? '',
      state: entity.state,
      ownerUnit: owner ? toReference('unit', owner) : null,
      ...entity.after,
    },
  });
  const at = toDate(now);
  await sql`${prepared}
    with made as (
      insert into entity (id, kind, title, summary, state, owner_unit_id, restricted, created_at, updated_at)
      values (${id}, ${entity.kind}, ${entity.title}, ${entity.summary ?? ''}, ${entity.state}, ${owner},
        ${entity.restricted ?? false}, ${at}, ${at})
    ) ${appended}
  `.execute(tx);
  if (entity.restricted && actor.kind === 'member') {
    await tx.insertInto('entity_reader').values({ entity_id: id, identity_id: actor.id }).execute();
  }
  if (owner) await link(context, ref, 'owned_by', { kind: 'unit', id: owner }, entity.since);
  return { ...ref, revision: 1 };
}

/** A change of an entity's common fields; fields left out stay as they are. */
export interface EntityChange {
  /** `initiative.stopped`; `<kind>.changed` unless told. */
  readonly action?: string;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly state?: string | undefined;
  readonly ownerUnit?: Id<'unit'> | null | undefined;
  readonly after?: Readonly<Record<string, unknown>>;
}

/**
 * Changes an entity, raises its revision and appends the fact. Throws `stale_revision` where the
 * request's `If-Match` names another revision than the present one.
 */
export async function changeEntity(
  context: WriteContext,
  ref: EntityRef,
  change: EntityChange,
): Promise<number> {
  const { tx, now, ifMatch } = context;
  const before = await tx
    .selectFrom('entity')
    .select(['revision', 'owner_unit_id'])
    .where('id', '=', ref.id)
    .where('kind', '=', ref.kind)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw notFound(ref.kind);
  if (ifMatch !== undefined && ifMatch !== before.revision) {
    throw problem(
      'stale_revision',
      'Somebody changed this since you loaded it. Load it again, then repeat your change.',
      { revision: before.revision },
    );
  }
  const revision = before.revision + 1;
  await tx
    .updateTable('entity')
    .set({
      revision,
      updated_at: toDate(now),
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.summary === undefined ? {} : { summary: change.summary }),
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.ownerUnit === undefined ? {} : { owner_unit_id: change.ownerUnit }),
    })
    .where('id', '=', ref.id)
    .execute();
  if (change.ownerUnit !== undefined && change.ownerUnit !== before.owner_unit_id) {
    await endLinks(context, ref, 'owned_by');
    if (change.ownerUnit) {
      await link(context, ref, 'owned_by', { kind: 'unit', id: change.ownerUnit });
    }
  }
  const { title, summary, state } = change;
  await record(context, {
    action: change.action ?? `${ref.kind}.changed`,
    entity: ref,
    revision,
    after: {
      ...Object.fromEntries(
        Object.entries({ title, summary, state }).filter(([, value]) => value !== undefined),
      ),
      ...(change.ownerUnit === undefined
        ? {}
        : { ownerUnit: change.ownerUnit ? toReference('unit', change.ownerUnit) : null }),
      ...change.after,
    },
  });
  return revision;
}

/** The problem for an entity that isn't there, or isn't there for the actor. */
export function notFound(kind: string) {
  return problem(
    'not_found',
    `There is no such ${kind.replaceAll('_', ' ')}, or you may not see it.`,
  );
}

/**
 * Loads an entity for a decision. Throws `not_found` where there is none or the actor may not see
 * it: what one may not see doesn't exist. Inside a transaction, `lock` keeps it as it is,
 * `'share'` beside others who want the same.
 */
export async function loadEntity<K extends EntityKind>(
  db: Db,
  actor: Actor,
  ref: EntityRef<K>,
  options: { lock?: boolean | 'share' } = {},
): Promise<Entity<K>> {
  const query = db
    .selectFrom('entity')
    .select(['title', 'summary', 'state', 'owner_unit_id', 'restricted', 'revision'])
    .where('id', '=', ref.id)
    .where('kind', '=', ref.kind)
    .where(visible(actor));
  const locked = options.lock === 'share' ? query.forShare() : query.forUpdate();
  const row = await (options.lock ? locked : query).executeTakeFirst();
  if (!row) throw notFound(ref.kind);
  return {
    ...ref,
    title: row.title,
    summary: row.summary,
    state: row.state,
    ownerUnit: row.owner_unit_id,
    restricted: row.restricted,
    revision: row.revision,
  };
}

/** Summaries of entities by id, for views that mention them; what the actor may not see is absent. */
export async function loadSummaries(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, EntitySummary>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('entity')
    .select(['id', 'kind', 'title', 'state'])
    .where(sql<boolean>`entity.id = any(${[...new Set(ids)]}::uuid[])`)
    .where(visible(actor))
    .execute();
  return new Map(rows.map((row) => [row.id, summaryOf(row)]));
}

/** A row's summary in the form of the API. */
export function summaryOf(row: {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
}): EntitySummary {
  return { ref: toReference(row.kind, row.id), kind: row.kind, title: row.title, state: row.state };
}
