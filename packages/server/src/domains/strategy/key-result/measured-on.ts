import { sql } from 'kysely';

/**
 * The day of a key result's last number. Where something feeds it, a person who says how sure they
 * are doesn't make an old number young: only the source does, or a value of their own.
 */
export const measuredOn = sql<string | null>`(select max(on_day) from check_in
  where key_result_id = key_result.id
    and (key_result.feed = 'hand' or via in ('metric', 'insight') or overrides))`;
