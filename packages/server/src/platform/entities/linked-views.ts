import {
  toReference,
  type EntityKind,
  type EntitySummary,
  type Id,
  type Reference,
  type RelationName,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import type { ReadContext } from '../context.ts';
import { summaryOf } from './entity.ts';

/** What an entity is joined to, with the relation's weight: 1 where none was given. */
export interface Linked {
  readonly entity: EntitySummary;
  readonly weight: number;
}

/**
 * The entities at the other end of the present relations of a name, by the id at this end; outward
 * (`from`) or inward (`to`). What the actor may not see is absent; an id without any has no entry.
 */
export async function linkedEntities(
  context: ReadContext,
  ids: readonly string[],
  relation: RelationName,
  direction: 'from' | 'to',
): Promise<Map<string, Linked[]>> {
  if (ids.length === 0) return new Map();
  const [here, there] = direction === 'from' ? ['from', 'to'] : ['to', 'from'];
  const { rows } = await sql<{
    here: string;
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    weight: number;
  }>`
    select ${sql.ref(`link.${here}_id`)} as here, entity.id, entity.kind, entity.title, entity.state,
      coalesce(link.weight, 1)::double precision as weight
    from link join entity on entity.id = ${sql.ref(`link.${there}_id`)}
    where ${sql.ref(`link.${here}_id`)} = any(${[...new Set(ids)]}::uuid[])
      and link.relation = ${relation} and link.until is null and ${visible(context.actor)}
    order by link.id
  `.execute(context.db);
  const linked = new Map<string, Linked[]>();
  for (const row of rows) {
    const entry = { entity: summaryOf(row), weight: row.weight };
    const present = linked.get(row.here);
    if (present) present.push(entry);
    else linked.set(row.here, [entry]);
  }
  return linked;
}

/** A row's owner unit as lists show it. */
export function ownerUnitOf(row: {
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
}): { ref: Reference<'unit'>; title: string } | null {
  return row.owner_unit_id && row.owner_unit_title !== null
    ? { ref: toReference('unit', row.owner_unit_id), title: row.owner_unit_title }
    : null;
}
