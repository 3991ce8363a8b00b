import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { percentOf } from './usage-rules.ts';

type Adoption = OutputOf<OperationOf<'catalog.getAdoption'>>;

/** A feature's adoption on a day. */
export type AdoptionPoint = Adoption['points'][number];

interface Row {
  readonly feature_id: string;
  readonly on_day: string;
  readonly accounts: number;
  readonly eligible: number;
}

const pointOf = ({ on_day: on, accounts, eligible }: Row): AdoptionPoint => ({
  on,
  accounts,
  eligible,
  percent: percentOf(accounts, eligible),
});

/** Adoption of features on the last day that was counted. Their entities decide who sees them. */
export async function latestAdoption(
  db: Db,
  features: readonly string[],
): Promise<Map<string, AdoptionPoint>> {
  if (features.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select given.id as feature_id, last.on_day, last.accounts as eligible,
      coalesce(feature_adoption.accounts, 0) as accounts
    from unnest(${[...features]}::uuid[]) as given (id)
    cross join (select on_day, accounts from eligible_day order by on_day desc limit 1) as last
    left join feature_adoption
      on feature_adoption.feature_id = given.id and feature_adoption.on_day = last.on_day
  `.execute(db);
  return new Map(rows.map((row) => [row.feature_id, pointOf(row)]));
}

/**
 * Adoption of features by week, oldest first: of each week's last day that was counted. A feature that
 * nobody uses stands at 0. Their entities decide who sees them.
 */
export async function adoptionByWeek(
  db: Db,
  features: readonly string[],
  from: Temporal.PlainDate,
): Promise<Map<string, AdoptionPoint[]>> {
  if (features.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select given.id as feature_id, week.on_day, week.accounts as eligible,
      coalesce(feature_adoption.accounts, 0) as accounts
    from (
      select distinct on (date_trunc('week', on_day)) on_day, accounts from eligible_day
      where on_day >= ${from.toString()} order by date_trunc('week', on_day), on_day desc
    ) as week
    cross join unnest(${[...features]}::uuid[]) as given (id)
    left join feature_adoption
      on feature_adoption.feature_id = given.id and feature_adoption.on_day = week.on_day
    order by week.on_day
  `.execute(db);
  const points = new Map<string, AdoptionPoint[]>();
  for (const row of rows) {
    const present = points.get(row.feature_id);
    if (present) present.push(pointOf(row));
    else points.set(row.feature_id, [pointOf(row)]);
  }
  return points;
}

/** A feature's adoption over so many weeks, the present one included. Throws `not_found`. */
export async function featureAdoption(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'feature'>,
  weeks: number,
): Promise<Adoption> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'feature', id });
  const { rows } = await sql<{ adoption_uses: number }>`
    select adoption_uses from feature where id = ${id}`.execute(db);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const points = await adoptionByWeek(db, [id], monday.subtract({ weeks: weeks - 1 }));
  return { uses: rows[0]?.adoption_uses ?? 0, points: points.get(id) ?? [] };
}
