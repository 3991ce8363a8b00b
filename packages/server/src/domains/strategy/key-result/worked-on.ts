import { sql } from 'kysely';

/** Whether the key result of the row of `entity` is worked on: neither it nor its objective is closed. */
export const workedOn = sql<boolean>`(entity.state = 'active' and not exists (
  select 1 from link join entity above on above.id = link.to_id and above.state = 'closed'
  where link.from_id = entity.id and link.relation = 'serves' and link.until is null
    and link.to_kind = 'objective'))`;
