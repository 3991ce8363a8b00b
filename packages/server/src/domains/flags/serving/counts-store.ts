import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { FlagsTables } from '../tables.ts';

/** Evaluations of an hour that are yet to be added. */
export interface CountedEvaluations {
  readonly flag: Id<'flag'>;
  readonly environment: Id<'environment'>;
  /** -1: the caller's default. */
  readonly variation: number;
  readonly hour: Date;
  evaluations: number;
}

/** Adds counts to what is there, in one order, so that nodes don't lock each other out. */
export async function addCounts(db: Db, counts: readonly CountedEvaluations[]): Promise<void> {
  const ordered = counts.toSorted((one, other) =>
    `${one.flag}${one.environment}`.localeCompare(`${other.flag}${other.environment}`),
  );
  await db
    .$extendTables<FlagsTables>()
    .insertInto('flag_evaluation_count')
    .values(
      ordered.map((row) => ({
        flag_id: row.flag,
        environment_id: row.environment,
        variation: row.variation,
        hour: row.hour,
        evaluations: String(row.evaluations),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['flag_id', 'environment_id', 'hour', 'variation']).doUpdateSet({
        evaluations: sql`flag_evaluation_count.evaluations + excluded.evaluations`,
      }),
    )
    .execute();
}
