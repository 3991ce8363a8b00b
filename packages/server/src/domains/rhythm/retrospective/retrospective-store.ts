import type { Id, RetrospectivePhase } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { Member } from '../../../platform/access/actor.ts';
import { problem } from '../../../platform/problem.ts';
import { mayTakePart } from '../policy.ts';
import { loadReview, type Review } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';

/** A retrospective as a write loads it. */
export interface Retrospective {
  readonly review: Review;
  readonly phase: RetrospectivePhase;
  readonly dots: number;
  readonly member: Member;
}

/** Whether a review's retrospective has been opened. */
export async function isOpenRetrospective(db: Db, review: Id<'review'>): Promise<boolean> {
  const { rows } = await sql`select 1 from retrospective where review_id = ${review}`.execute(db);
  return rows.length > 0;
}

/**
 * Loads a retrospective for one who takes part in it, in one of the phases. Shared among those who
 * write at once; whoever moves it on waits for them, and they for it. Throws `wrong_state`.
 */
export async function takePartIn(
  context: WriteContext,
  id: Id<'review'>,
  phases: readonly RetrospectivePhase[],
  options: { alone?: boolean } = {},
): Promise<Retrospective> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: 'share' });
  await mayTakePart(context, review);
  requireState(review.state, 'look');
  const query = tx
    .$extendTables<RhythmTables>()
    .selectFrom('retrospective')
    .select(['phase', 'dots'])
    .where('review_id', '=', id);
  const row = await (options.alone ? query.forUpdate() : query.forShare()).executeTakeFirst();
  if (!row) throw notFound('retrospective');
  if (!phases.includes(row.phase)) {
    throw problem('wrong_state', `The team is at “${row.phase}” now.`);
  }
  if (actor.kind !== 'member') throw problem('forbidden', 'A retrospective is for people.');
  return { review, phase: row.phase, dots: row.dots, member: actor };
}

/** A card of a retrospective, locked. Throws `not_found`. */
export async function lockCard(tx: Tx, review: Id<'review'>, card: Id<'card'>) {
  const row = await tx
    .$extendTables<RhythmTables>()
    .selectFrom('retrospective_card')
    .selectAll()
    .where('id', '=', card)
    .where('review_id', '=', review)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('card');
  return row;
}

/** How many dots a member has given to other topics than one. */
export async function dotsElsewhere(
  tx: Tx,
  review: Id<'review'>,
  identity: Id<'identity'>,
  card: Id<'card'>,
): Promise<number> {
  const { rows } = await sql<{ sum: number }>`
    select coalesce(sum(dots), 0)::integer as sum
    from retrospective_dot join retrospective_card on retrospective_card.id = card_id
    where review_id = ${review} and retrospective_dot.identity_id = ${identity} and card_id <> ${card}
  `.execute(tx);
  return rows[0]?.sum ?? 0;
}

/** How many actions a retrospective has committed to and not dropped. */
export async function committedActions(tx: Tx, review: Id<'review'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from retrospective_action
    join entity on entity.id = action_id
    where review_id = ${review} and state <> 'dropped'
  `.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The identities of some people who may sign in. */
export async function identitiesOf(
  db: Db,
  people: readonly Id<'person'>[],
): Promise<Id<'identity'>[]> {
  const { rows } = await sql<{ id: Id<'identity'> }>`
    select id from identity where person_id = any(${[...people]}::uuid[]) and kind = 'member'
  `.execute(db);
  return rows.map(({ id }) => id);
}
