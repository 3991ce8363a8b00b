import {
  toReference,
  type CardHeading,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { loadReview, type Review } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';
import { mostActions } from './retrospective-rules.ts';

type View = OutputOf<OperationOf<'rhythm.getRetrospective'>>;

interface CardRow {
  id: Id<'card'>;
  heading: CardHeading;
  text: string;
  by_name: string;
  identity_id: string;
  under_id: string | null;
  dots: number;
  mine: number;
}

/** A retrospective as one member sees it: before the reveal, no card of anybody else. */
export async function retrospectiveView(context: ReadContext, id: Id<'review'>): Promise<View> {
  const { db, actor, now } = context;
  const review = await loadReview(db, actor, id);
  const found = await db
    .$extendTables<RhythmTables>()
    .selectFrom('retrospective')
    .selectAll()
    .where('review_id', '=', id)
    .executeTakeFirst();
  if (!found) throw notFound('retrospective');
  const revealed = found.revealed_at !== null;
  const counted = await sql<{ cards: number; writers: number }>`
    select count(*)::integer as cards, count(distinct identity_id)::integer as writers
    from retrospective_card where review_id = ${id}
  `.execute(db);
  const cards = await sql<CardRow>`
    select id, heading, text, by_name, identity_id, under_id,
      coalesce((select sum(dots) from retrospective_dot where card_id = card.id), 0)::integer as dots,
      coalesce((select sum(dots) from retrospective_dot where card_id = card.id
        and retrospective_dot.identity_id = ${actor.id}), 0)::integer as mine
    from retrospective_card card
    where review_id = ${id} ${revealed ? sql`` : sql`and identity_id = ${actor.id}`}
    order by id limit 2000
  `.execute(db);
  const cardView = (row: CardRow) => ({
    ref: toReference('card', row.id),
    heading: row.heading,
    text: row.text,
    by: row.by_name,
    mine: row.identity_id === actor.id,
  });
  // Who sees others' dots while voting follows them.
  const told = found.phase === 'discuss' || found.phase === 'commit';
  const topics = cards.rows
    .filter(({ under_id }) => under_id === null)
    .map((row) => ({
      card: cardView(row),
      under: cards.rows.filter(({ under_id }) => under_id === row.id).map(cardView),
      dots: told ? row.dots : row.mine,
      mine: row.mine,
    }));
  const spent = cards.rows.reduce((sum, { mine }) => sum + mine, 0);
  return {
    now: now.toString({ fractionalSecondDigits: 3 }),
    phase: found.phase,
    private: found.private,
    dots: found.dots,
    dotsLeft: found.dots - spent,
    cards: counted.rows[0]?.cards ?? 0,
    writers: counted.rows[0]?.writers ?? 0,
    topics: told ? topics.toSorted((one, other) => other.dots - one.dots) : topics,
    topic: found.topic_id ? toReference('card', found.topic_id) : null,
    topicUntil: found.topic_until?.toISOString() ?? null,
    actions: await actionsOf(context, sql`retrospective_action.review_id = ${id}`),
    most: mostActions((await templateOfReview(db, review.id)).outputs),
    last: await lastActions(context, review),
  };
}

async function actionsOf(
  { db, actor }: ReadContext,
  where: ReturnType<typeof sql>,
): Promise<View['actions']> {
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    revision: number;
    due_on: string | null;
    owner_id: string | null;
    owner: string | null;
  }>`
    select entity.id, entity.title, entity.state, entity.revision, due_on, person.id as owner_id,
      person.title as owner
    from retrospective_action
    join action on action.id = action_id join entity on entity.id = action.id
    left join entity person on person.id = owner_id and ${visible(actor, 'person')}
    where ${where} and ${visible(actor)} order by entity.id
  `.execute(db);
  return rows.map((row) => ({
    ref: toReference('action', row.id),
    title: row.title,
    state: row.state,
    owner:
      row.owner_id && row.owner !== null
        ? { ref: toReference('person', row.owner_id), name: row.owner }
        : null,
    dueOn: row.due_on,
    revision: row.revision,
  }));
}

/** What the last retrospective of the cadence that committed to something committed to. */
async function lastActions(context: ReadContext, review: Review): Promise<View['last']> {
  return actionsOf(
    context,
    sql`retrospective_action.review_id = (
      select before.id from review before
      where before.cadence_id = ${review.cadence} and before.starts_at < ${toDate(review.startsAt)}
        and exists (select 1 from retrospective_action made where made.review_id = before.id)
      order by before.starts_at desc limit 1)`,
  );
}
