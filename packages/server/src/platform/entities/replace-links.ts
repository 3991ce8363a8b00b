import type { EntityKind, EntityRef, RelationName } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { visible } from '../access/visible.ts';
import { loadEntity } from './entity.ts';
import { endLinks, link } from './link.ts';

/** The other end of a wanted relation, with its weight where it has one. */
export interface WantedLink<K extends EntityKind = EntityKind> {
  readonly entity: EntityRef<K>;
  readonly weight?: number | undefined;
}

/**
 * Makes an entity's present relations of a name to entities of some kinds (outward unless told) the
 * wanted ones: ends what is no longer wanted, joins what is new, keeps the rest with its history.
 * Relations to what the actor may not see stay. Throws `not_found` for a wanted entity that the actor may not see, and what
 * `link` throws.
 */
export async function replaceLinks<K extends EntityKind>(
  context: WriteContext,
  ref: EntityRef,
  relation: RelationName,
  kinds: readonly K[],
  wanted: readonly WantedLink<K>[],
  direction: 'from' | 'to' = 'from',
): Promise<void> {
  const { tx, actor } = context;
  const [here, there] =
    direction === 'from' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const present = await tx
    .selectFrom('link')
    .innerJoin('entity', 'entity.id', `link.${there}_id`)
    .select(['entity.id', 'entity.kind', 'link.weight'])
    .where(`link.${here}_id`, '=', ref.id)
    .where('relation', '=', relation)
    .where('until', 'is', null)
    .where('entity.kind', 'in', [...kinds])
    .where(visible(actor))
    .execute();
  const byId = new Map(wanted.map((one) => [one.entity.id as string, one]));
  const kept = new Set<string>();
  for (const row of present) {
    const still = byId.get(row.id);
    // A relation without a weight weighs 1: saying so is no change of it.
    if (still && (still.weight ?? 1) === Number(row.weight ?? 1)) {
      kept.add(row.id);
      continue;
    }
    const [from, to] = direction === 'from' ? [ref, row] : [row, ref];
    await endLinks(context, from, relation, to);
  }
  for (const { entity, weight } of byId.values()) {
    if (kept.has(entity.id)) continue;
    await loadEntity(tx, actor, entity);
    const [from, to] = direction === 'from' ? [ref, entity] : [entity, ref];
    await link(context, from, relation, to, context.now, weight);
  }
}
