import { sql, type RawBuilder } from 'kysely';
import type { Actor } from './actor.ts';

/**
 * The one predicate that decides which entities an actor sees: internal ones for every member,
 * restricted ones for named readers and holders of a grant on the kind, nothing for anybody else.
 * `alias` is the name under which the query knows the entity table.
 */
export function visible(actor: Actor, alias = 'entity'): RawBuilder<boolean> {
  const entity = sql.ref(alias);
  switch (actor.kind) {
    case 'system':
      return sql<boolean>`true`;
    case 'member':
      return sql<boolean>`(not ${entity}.restricted or ${entity}.kind = any(${[...actor.readsKinds]}::text[])
        or exists (select 1 from entity_reader
          where entity_reader.entity_id = ${entity}.id and entity_reader.identity_id = ${actor.id}))`;
    case 'guest':
    case 'runner':
    case 'anonymous':
      return sql<boolean>`false`;
  }
}

/**
 * The same for many members at once: which of a query's identities see which of its entities, by the
 * names under which it knows the two tables.
 */
export function visibleToIdentity(entity: string, identity: string): RawBuilder<boolean> {
  const [one, reader] = [sql.ref(entity), sql.ref(identity)];
  return sql<boolean>`(not ${one}.restricted or ${one}.kind = any(${reader}.reads_kinds)
    or exists (select 1 from entity_reader
      where entity_reader.entity_id = ${one}.id and entity_reader.identity_id = ${reader}.id))`;
}
