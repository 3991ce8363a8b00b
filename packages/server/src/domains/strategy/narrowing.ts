import { sql, type RawBuilder } from 'kysely';

/** What narrows a list of entities beside its own fields; units already with those below them. */
export interface Narrowing {
  readonly units?: readonly string[] | undefined;
  readonly q?: string | undefined;
}

/** Whether an entity is of one of some units, and has all words in its title. */
export function narrowed({ units, q = '' }: Narrowing): RawBuilder<boolean> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return sql<boolean>`(${units ? sql`entity.owner_unit_id = any(${[...units]}::uuid[])` : sql`true`}
    and (select coalesce(bool_and(position(word in lower(entity.title)) > 0), true)
      from unnest(${words}::text[]) as word))`;
}
