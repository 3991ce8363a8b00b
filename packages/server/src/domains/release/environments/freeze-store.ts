import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';

/** A freeze of an environment, open or with its end. */
export interface FreezeOver {
  readonly environment: Id<'environment'>;
  readonly title: string;
  readonly reason: string;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant | null;
}

/** The freezes of some environments that hold at any moment of a time. */
export async function freezesOver(
  db: Db,
  environments: readonly Id<'environment'>[],
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<FreezeOver[]> {
  if (environments.length === 0) return [];
  const { rows } = await sql<{
    environment: Id<'environment'>;
    title: string;
    reason: string;
    since: Date;
    until: Date | null;
  }>`
    select environment_id as environment, entity.title, reason, since, until
    from environment_freeze join entity on entity.id = environment_id
    where environment_id = any(${[...environments]}::uuid[]) and ended_at is null
      and since < ${toDate(to)} and (until is null or until > ${toDate(from)})
    order by since
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    since: Temporal.Instant.fromEpochMilliseconds(row.since.getTime()),
    until: row.until && Temporal.Instant.fromEpochMilliseconds(row.until.getTime()),
  }));
}
