import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { FlagsTables } from '../tables.ts';
import type { EventBatch } from './event-batch-rules.ts';
import { mergeSketch, type UniqueSketch } from './unique-sketch-rules.ts';

/** A batch that is yet to be stored. */
export interface WaitingBatch {
  readonly environment: Id<'environment'>;
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly batch: EventBatch;
}

/** What a sketch saw that is yet to be merged into the day's. */
export interface PendingSketch {
  readonly flag: Id<'flag'>;
  readonly environment: Id<'environment'>;
  readonly variation: number;
  readonly experiment: boolean;
  /** `2026-11-23` */
  readonly day: string;
  readonly sketch: UniqueSketch;
}

/** How many recent contexts an environment keeps. */
const mostRecentContexts = 200;

const dayOf = (at: Temporal.Instant) => at.toString().slice(0, 10);
const hourMs = 3_600_000;

/** Notes which batches are new; the others were counted before. */
async function newBatches(tx: Tx, batches: readonly WaitingBatch[]): Promise<WaitingBatch[]> {
  if (batches.length === 0) return [];
  const { rows } = await sql<{ environment_id: string; batch: string }>`
    insert into flag_event_batch (environment_id, batch, counted_at)
    select * from unnest(
      ${batches.map(({ environment }) => environment)}::uuid[],
      ${batches.map(({ id }) => id)}::text[],
      ${batches.map(({ at }) => toDate(at))}::timestamptz[]
    ) on conflict do nothing returning environment_id, batch
  `.execute(tx);
  const fresh = new Set(rows.map(({ environment_id, batch }) => `${environment_id} ${batch}`));
  // The same id twice in one flush: the first counts.
  return batches.filter(({ environment, id }) => fresh.delete(`${environment} ${id}`));
}

async function addCounts(tx: Tx, batches: readonly WaitingBatch[]): Promise<void> {
  const sums = new Map<
    string,
    { flag: string; environment: string; variation: number; hour: Date; count: number }
  >();
  for (const { environment, at, batch } of batches) {
    const hour = Math.floor(at.epochMilliseconds / hourMs) * hourMs;
    for (const { flag, variation, evaluations } of batch.counts) {
      const name = `${flag} ${environment} ${variation} ${hour}`;
      const sum = sums.get(name);
      if (sum) sum.count += evaluations;
      else {
        sums.set(name, { flag, environment, variation, hour: new Date(hour), count: evaluations });
      }
    }
  }
  const rows = [...sums.values()];
  if (rows.length === 0) return;
  await sql`
    insert into flag_evaluation_count (flag_id, environment_id, variation, hour, evaluations)
    select * from unnest(
      ${rows.map(({ flag }) => flag)}::uuid[],
      ${rows.map(({ environment }) => environment)}::uuid[],
      ${rows.map(({ variation }) => variation)}::int[],
      ${rows.map(({ hour }) => hour)}::timestamptz[],
      ${rows.map(({ count }) => String(count))}::bigint[]
    )
    on conflict (flag_id, environment_id, hour, variation) do update
      set evaluations = flag_evaluation_count.evaluations + excluded.evaluations
  `.execute(tx);
}

async function mergeSketches(tx: Tx, sketches: readonly PendingSketch[]): Promise<void> {
  if (sketches.length === 0) return;
  const named = (one: {
    flag_id: string;
    environment_id: string;
    day: string;
    variation: number;
    experiment: boolean;
  }) => `${one.flag_id} ${one.environment_id} ${one.day} ${one.variation} ${one.experiment}`;
  const merged = new Map<string, PendingSketch>();
  for (const one of sketches) {
    const name = named({ ...one, flag_id: one.flag, environment_id: one.environment });
    const present = merged.get(name);
    if (present) mergeSketch(present.sketch, one.sketch);
    else merged.set(name, one);
  }
  const rows = [...merged.values()];
  const keys = sql`
    unnest(
      ${rows.map(({ flag }) => flag)}::uuid[],
      ${rows.map(({ environment }) => environment)}::uuid[],
      ${rows.map(({ day }) => day)}::date[],
      ${rows.map(({ variation }) => variation)}::int[],
      ${rows.map(({ experiment }) => experiment)}::boolean[]
    ) as key (flag_id, environment_id, day, variation, experiment)`;
  const { rows: stored } = await sql<{
    flag_id: string;
    environment_id: string;
    day: string;
    variation: number;
    experiment: boolean;
    registers: Buffer;
  }>`
    select kept.flag_id, kept.environment_id, to_char(kept.day, 'YYYY-MM-DD') as day,
      kept.variation, kept.experiment, kept.registers
    from flag_unique_contexts kept join ${keys}
      using (flag_id, environment_id, day, variation, experiment)
  `.execute(tx);
  for (const row of stored) {
    const pending = merged.get(named(row));
    if (pending) mergeSketch(pending.sketch, row.registers);
  }
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('flag_unique_contexts')
    .values(
      rows.map((row) => ({
        flag_id: row.flag,
        environment_id: row.environment,
        day: row.day,
        variation: row.variation,
        experiment: row.experiment,
        registers: Buffer.from(row.sketch),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['flag_id', 'environment_id', 'day', 'variation', 'experiment'])
        .doUpdateSet({ registers: sql`excluded.registers` }),
    )
    .execute();
}

const partitionOf = (day: string) => `flag_event_${day.replaceAll('-', '')}`;

async function storeRaw(tx: Tx, batches: readonly WaitingBatch[]): Promise<void> {
  const rows = batches.flatMap(({ environment, at, batch }) =>
    batch.raw.map((event) => ({ environment, at, day: dayOf(at), ...event })),
  );
  for (const day of new Set(rows.map((row) => row.day))) {
    const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    await sql`
      create table if not exists ${sql.table(partitionOf(day))} partition of flag_event
      for values from (${sql.lit(day)}) to (${sql.lit(next)})
    `.execute(tx);
  }
  for (let start = 0; start < rows.length; start += 1000) {
    const some = rows.slice(start, start + 1000);
    await sql`
      insert into flag_event (environment_id, day, at, kind, flag_id, variation, body)
      select * from unnest(
        ${some.map(({ environment }) => environment)}::uuid[],
        ${some.map(({ day }) => day)}::date[],
        ${some.map(({ at }) => toDate(at))}::timestamptz[],
        ${some.map(({ kind }) => kind)}::text[],
        ${some.map(({ flag }) => flag)}::uuid[],
        ${some.map(({ variation }) => variation)}::int[],
        ${some.map(({ body }) => JSON.stringify(body).replaceAll('\\u0000', ''))}::jsonb[]
      )
    `.execute(tx);
  }
}

async function keepContexts(tx: Tx, batches: readonly WaitingBatch[]): Promise<void> {
  const byEnvironment = new Map<Id<'environment'>, Map<string, { text: string; at: Date }>>();
  for (const { environment, at, batch } of batches) {
    for (const [hash, context] of batch.contexts) {
      const kept = byEnvironment.get(environment) ?? new Map<string, { text: string; at: Date }>();
      byEnvironment.set(environment, kept);
      // Behind those that were seen before: the last are kept.
      kept.delete(hash);
      const text = JSON.stringify(context).replaceAll('\\u0000', '');
      kept.set(hash, { text, at: toDate(at) });
    }
  }
  for (const [environment, contexts] of byEnvironment) {
    const last = [...contexts].slice(-mostRecentContexts);
    await sql`
      insert into flag_recent_context (environment_id, context_hash, context, seen_at)
      select ${environment}::uuid, * from unnest(
        ${last.map(([hash]) => Buffer.from(hash, 'base64'))}::bytea[],
        ${last.map(([, { text }]) => text)}::jsonb[],
        ${last.map(([, { at }]) => at)}::timestamptz[]
      )
      on conflict (environment_id, context_hash) do update
        set context = excluded.context, seen_at = excluded.seen_at
    `.execute(tx);
    await sql`
      delete from flag_recent_context where environment_id = ${environment} and context_hash not in (
        select context_hash from flag_recent_context where environment_id = ${environment}
        order by seen_at desc, context_hash limit ${mostRecentContexts})
    `.execute(tx);
  }
}

/** Stores batches and sketches in one transaction. Answers how many batches were there before. */
export async function storeEvents(
  db: Db,
  batches: readonly WaitingBatch[],
  sketches: readonly PendingSketch[],
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // Nodes take turns, so that none waits for rows of another in another order.
    await sql`select pg_advisory_xact_lock(hashtextextended('flag events', 0))`.execute(tx);
    const fresh = await newBatches(tx, batches);
    await addCounts(tx, fresh);
    await mergeSketches(tx, sketches);
    await storeRaw(tx, fresh);
    await keepContexts(tx, fresh);
    return batches.length - fresh.length;
  });
}

/** Drops the days of events, and forgets the batches, that are past their time. */
export async function dropOldEvents(
  db: Db,
  before: { readonly events: Temporal.PlainDate; readonly batches: Temporal.Instant },
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'flag_event'::regclass and relname < ${partitionOf(before.events.toString())}
    order by relname
  `.execute(db);
  for (const { name } of rows) await sql`drop table ${sql.table(name)}`.execute(db);
  await sql`delete from flag_event_batch where counted_at < ${toDate(before.batches)}`.execute(db);
  return rows.map(({ name }) => name);
}
