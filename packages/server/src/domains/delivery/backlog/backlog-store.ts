import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/connect.ts';

/** One mover at a time in a unit's order: who comes second sees where the first put its story. */
export async function lockOrder(tx: Tx, unit: Id<'unit'> | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`backlog ${unit ?? ''}`}, 0))`.execute(
    tx,
  );
}

/** The place of the last story in a unit's order, or null. */
export async function lastRank(tx: Tx, unit: Id<'unit'> | null): Promise<string | null> {
  const { rows } = await sql<{ rank: string }>`
    select rank from story join entity on entity.id = story.id
    where owner_unit_id is not distinct from ${unit} order by rank desc limit 1
  `.execute(tx);
  return rows[0]?.rank ?? null;
}

/** The first story behind a place in a unit's order, leaving one out. */
export async function storyBehind(
  tx: Tx,
  unit: Id<'unit'> | null,
  after: { rank: string; id: string } | null,
  except: Id<'story'>,
): Promise<string | null> {
  const { rows } = await sql<{ rank: string }>`
    select rank from story join entity on entity.id = story.id
    where owner_unit_id is not distinct from ${unit} and story.id <> ${except}
      ${after ? sql`and (rank, story.id) > (${after.rank}, ${after.id}::uuid)` : sql``}
    order by rank, story.id limit 1
  `.execute(tx);
  return rows[0]?.rank ?? null;
}

/** A unit's stories in their order. */
export async function orderOf(tx: Tx, unit: Id<'unit'> | null): Promise<Id<'story'>[]> {
  const { rows } = await sql<{ id: Id<'story'> }>`
    select story.id from story join entity on entity.id = story.id
    where owner_unit_id is not distinct from ${unit} order by rank, story.id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Gives stories their places. */
export async function putRanks(
  tx: Tx,
  ranks: readonly { id: Id<'story'>; rank: string }[],
): Promise<void> {
  await sql`
    update story set rank = placed.rank
    from unnest(${ranks.map(({ id }) => id)}::uuid[], ${ranks.map(({ rank }) => rank)}::text[]) as placed (id, rank)
    where story.id = placed.id
  `.execute(tx);
}
