import { adoptionDays, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { toDate } from '../../../platform/clock.ts';
import { addedUp, type Uses } from './usage-rules.ts';

/** A feature as usage events name it, with whose it is. */
export interface NamedFeature {
  readonly id: Id<'feature'>;
  readonly key: string | null;
  readonly ownerUnit: Id<'unit'> | null;
}

/** The features of some keys and ids, as far as the actor sees them. */
export async function featuresNamed(
  { tx, actor }: Pick<WriteContext, 'tx' | 'actor'>,
  keys: readonly string[],
  ids: readonly string[],
): Promise<NamedFeature[]> {
  const { rows } = await sql<NamedFeature>`
    select feature.id, feature.key, entity.owner_unit_id as "ownerUnit"
    from feature join entity on entity.id = feature.id
    where (feature.key = any(${[...keys]}::text[]) or feature.id = any(${[...ids]}::uuid[]))
      and ${visible(actor)}`.execute(tx);
  return rows;
}

/** The features of some keys, whoever asks: what a page says of itself is not for anybody to read. */
export async function keysToFeatures(
  db: Db | Tx,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; key: string }>`
    select id, key from feature where key = any(${[...keys]}::text[])`.execute(db);
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** Keeps events by their ids; answers the ids that are new. */
export async function keepEvents(
  tx: Tx,
  events: readonly {
    readonly id: string;
    readonly feature: string;
    readonly account: string;
    readonly at: Temporal.Instant;
    readonly uses: number;
  }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into usage_event (id, feature_id, account, at, uses)
    select * from unnest(
      ${events.map(({ id }) => id)}::text[], ${events.map(({ feature }) => feature)}::uuid[],
      ${events.map(({ account }) => account)}::text[],
      ${events.map(({ at }) => toDate(at))}::timestamptz[],
      ${events.map(({ uses }) => uses)}::integer[]) as given (id, feature_id, account, at, uses)
    order by id on conflict do nothing returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Adds uses to what their days hold; always in one order, so that two batches never wait in a circle. */
export async function addUses(tx: Tx, uses: readonly Uses[]): Promise<void> {
  const sums = addedUp(uses);
  if (sums.length === 0) return;
  await sql`
    insert into usage_day as kept (on_day, feature_id, account, uses)
    select * from unnest(
      ${sums.map(({ on }) => on)}::date[], ${sums.map(({ feature }) => feature)}::uuid[],
      ${sums.map(({ account }) => account)}::text[], ${sums.map(({ uses: count }) => count)}::bigint[])
      as given (on_day, feature_id, account, uses)
    order by 1, 2, 3
    on conflict (on_day, feature_id, account) do update set uses = kept.uses + excluded.uses
  `.execute(tx);
  await addAccounts(tx, sums);
  await unsettle(tx, [...new Set(sums.map(({ on }) => on))]);
}

/** Notes that accounts were there on days; answers on which of them that was news. */
export async function addAccounts(
  db: Db | Tx,
  seen: readonly { readonly on: string; readonly account: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ on_day: string }>`
    insert into account_day (on_day, account)
    select distinct * from unnest(
      ${seen.map(({ on }) => on)}::date[], ${seen.map(({ account }) => account)}::text[])
      as given (on_day, account)
    order by 1, 2 on conflict do nothing returning on_day`.execute(db);
  return new Set(rows.map(({ on_day }) => on_day));
}

/** Says that a count of these days would come out otherwise now. */
export async function unsettle(db: Db | Tx, days: readonly string[]): Promise<void> {
  await sql`insert into usage_unsettled (on_day) select unnest(${[...days]}::date[])`.execute(db);
}

/** What no count has seen yet, and the last day that was counted. */
export async function loadUnsettled(
  db: Db,
): Promise<{ ids: string[]; days: string[]; last: string | null }> {
  const { rows } = await sql<{ ids: string[] | null; days: string[] | null; last: string | null }>`
    select array_agg(id::text) as ids, array_agg(distinct on_day::text) as days,
      (select max(on_day)::text from eligible_day) as last
    from (select id, on_day from usage_unsettled order by id limit 50000) as waiting`.execute(db);
  const [row] = rows;
  return { ids: row?.ids ?? [], days: row?.days ?? [], last: row?.last ?? null };
}

/** Forgets what a count has seen. */
export async function settled(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from usage_unsettled where id = any(${[...ids]}::bigint[])`.execute(tx);
}

/** Counts a day: who was there in the 28 days up to it, and who has adopted what. */
export async function countDay(tx: Tx, day: string): Promise<void> {
  const window = sql`on_day > ${day}::date - ${adoptionDays}::integer and on_day <= ${day}::date`;
  await sql`
    insert into eligible_day (on_day, accounts)
    select ${day}::date, count(distinct account) from account_day where ${window}
    on conflict (on_day) do update set accounts = excluded.accounts`.execute(tx);
  await sql`delete from feature_adoption where on_day = ${day}`.execute(tx);
  await sql`
    insert into feature_adoption (feature_id, on_day, accounts)
    select feature_id, ${day}::date, count(*) from (
      select feature_id from usage_day join feature on feature.id = feature_id where ${window}
      group by feature_id, account, adoption_uses having sum(uses) >= adoption_uses
    ) as adopted group by feature_id`.execute(tx);
}

/** Forgets events before an instant, and days before a day. */
export async function pruneUsage(tx: Tx, before: Temporal.Instant, day: string): Promise<void> {
  await sql`delete from usage_event where at < ${toDate(before)}`.execute(tx);
  await sql`delete from usage_day where on_day < ${day}`.execute(tx);
  await sql`delete from account_day where on_day < ${day}`.execute(tx);
}
