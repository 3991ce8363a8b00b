import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/database/connect.ts';
import type { Review } from '../review/review-store.ts';

/** An open action or risk that a cadence looks at: made in one of its reviews, or risen to it. */
export interface Matter {
  readonly id: string;
  readonly kind: 'action' | 'risk';
  readonly title: string;
  readonly state: string;
  readonly owner_id: Id<'person'> | null;
  readonly owner: string | null;
  readonly due_on: string | null;
  readonly misses: number;
  /** The cadence that it rose from. */
  readonly from: Id<'cadence'> | null;
}

const mostMatters = 500;

/** What a cadence carries from review to review, as the actor sees it, the earliest due first. */
export async function carriedMatters(
  { db, actor }: Pick<ReadContext, 'db' | 'actor'>,
  cadence: Id<'cadence'>,
): Promise<Matter[]> {
  const { rows } = await sql<Matter>`
    select entity.id, entity.kind, entity.title, entity.state, person.id as owner_id,
      person.title as owner, coalesce(action.due_on, risk.due_on) as due_on,
      coalesce(misses, 0) as misses, from_cadence_id as "from"
    from entity
    left join action on action.id = entity.id
    left join risk on risk.id = entity.id
    left join carried_matter on entity_id = entity.id
    left join entity person on person.id = coalesce(action.owner_id, risk.owner_id)
      and ${visible(actor, 'person')}
    where entity.kind in ('action', 'risk') and entity.state = 'open' and ${visible(actor)}
      and ${isWith(cadence)}
    order by coalesce(action.due_on, risk.due_on) nulls last, entity.id limit ${mostMatters}
  `.execute(db);
  return rows;
}

/** Whether an entity's present place is a cadence: where it rose to, or where it was made. */
export function isWith(cadence: Id<'cadence'>) {
  return sql<boolean>`(
    exists (select 1 from carried_matter place where place.entity_id = entity.id
      and place.cadence_id = ${cadence})
    or (not exists (select 1 from carried_matter place where place.entity_id = entity.id)
      and exists (select 1 from link join review on review.id = link.to_id
        where link.from_id = entity.id and link.relation = 'made_in' and link.until is null
          and review.cadence_id = ${cadence})))`;
}

/**
 * What a review finds due and not done: with its cadence, made or last looked at in another review.
 * Something without a date is due at the first review after that in which it was made.
 */
export async function missedBy(
  tx: Tx,
  review: Pick<Review, 'id' | 'cadence' | 'day'>,
): Promise<{ id: string; kind: 'action' | 'risk'; misses: number }[]> {
  const { rows } = await sql<{ id: string; kind: 'action' | 'risk'; misses: number }>`
    select entity.id, entity.kind, coalesce(misses, 0) as misses
    from entity
    left join action on action.id = entity.id
    left join risk on risk.id = entity.id
    left join carried_matter on entity_id = entity.id
    where entity.kind in ('action', 'risk') and entity.state = 'open' and ${isWith(review.cadence)}
      and coalesce(action.due_on, risk.due_on, ${review.day}::date) <= ${review.day}::date
      and carried_matter.review_id is distinct from ${review.id}
      and not exists (select 1 from link where link.from_id = entity.id
        and link.relation = 'made_in' and link.to_id = ${review.id})
    order by entity.id limit ${mostMatters}
  `.execute(tx);
  return rows;
}
