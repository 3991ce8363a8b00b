import { isEntityKind, parseReference } from '@throughline/contract';
import type { Actor } from '../access/actor.ts';
import type { Db } from '../database/connect.ts';
import { loadSummaries } from './entity.ts';

/** What the ledger keeps beside a fact's header. */
export interface Payload {
  readonly by?: string;
  readonly after?: unknown;
}

/** The id of the entity that a text is the reference of, or undefined. */
function entityIn(value: unknown): string | undefined {
  const parsed = typeof value === 'string' ? parseReference(value) : undefined;
  return parsed && isEntityKind(parsed.kind) ? parsed.id : undefined;
}

function entitiesIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(entitiesIn);
  const id = entityIn(value);
  return id === undefined ? [] : [id];
}

/** How facts are told to one actor. */
export interface Teller {
  /** Whether the actor sees the entity of this id. */
  sees(id: string): boolean;
  /** The payload without the references of what the actor doesn't see: null stands for them. */
  told(after: unknown): unknown;
  /** Whether a fact is that of a relation to something that the actor doesn't see. */
  joinsHidden(after: unknown): boolean;
}

/** Finds out what an actor sees of the entities that facts are about, and that they name. */
export async function tellerFor(
  db: Db,
  actor: Actor,
  facts: readonly { readonly entity_id?: string | null; readonly payload: unknown }[],
): Promise<Teller> {
  const afterOf = (payload: unknown) => (payload as Payload | null)?.after;
  const named = facts.flatMap(({ entity_id, payload }) => [
    ...(entity_id ? [entity_id] : []),
    ...entitiesIn(afterOf(payload)),
  ]);
  const seen = await loadSummaries(db, actor, named);
  const told = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(told);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]));
    }
    const id = entityIn(value);
    return id === undefined || seen.has(id) ? value : null;
  };
  return {
    sees: (id) => seen.has(id),
    told,
    joinsHidden(after) {
      if (typeof after !== 'object' || after === null || !('link' in after) || !('to' in after)) {
        return false;
      }
      const partner = entityIn(after.to);
      return partner !== undefined && !seen.has(partner);
    },
  };
}
