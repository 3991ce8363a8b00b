import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { SegmentDefinition } from '../rules.ts';
import type { FlagsTables } from '../tables.ts';

/** A segment's row, or undefined. */
export async function loadSegment(
  db: Db,
  environment: Id<'environment'>,
  key: string,
): Promise<{ revision: number; definition: SegmentDefinition } | undefined> {
  return db
    .$extendTables<FlagsTables>()
    .selectFrom('segment')
    .select(['revision', 'definition'])
    .where('environment_id', '=', environment)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Who names a segment: keys of flags and of other segments of the environment. */
export async function usersOfSegments(
  db: Db,
  environment: Id<'environment'>,
): Promise<{ user: string; kind: 'flag' | 'segment'; segment: string }[]> {
  const { rows } = await sql<{ user: string; kind: 'flag' | 'segment'; segment: string }>`
    select distinct flag.key as user, 'flag' as kind, value #>> '{}' as segment
    from flag_configuration join flag on flag.id = flag_id,
      jsonb_path_query(configuration, '$.rules[*].clauses[*] ? (@.op == "segmentMatch").values[*]') as value
    where environment_id = ${environment}
    union
    select distinct key, 'segment', value #>> '{}'
    from segment,
      jsonb_path_query(definition, '$.rules[*].clauses[*] ? (@.op == "segmentMatch").values[*]') as value
    where environment_id = ${environment}
  `.execute(db);
  return rows;
}
