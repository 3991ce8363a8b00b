import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/connect.ts';
import type { DeliveryTables } from '../tables.ts';

/** A sprint's own row. */
export function loadSprint(tx: Tx, id: Id<'sprint'>) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('sprint')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A story that is in a sprint, as it stands. */
export interface PresentStory {
  readonly id: Id<'story'>;
  readonly title: string;
  readonly state: string;
  readonly estimate: number | null;
}

/** The stories that are in a sprint now, in their order, locked. */
export async function presentStories(tx: Tx, sprint: Id<'sprint'>): Promise<PresentStory[]> {
  const { rows } = await sql<PresentStory>`
    select story.id, entity.title, entity.state, story.estimate
    from sprint_story join story on story.id = story_id join entity on entity.id = story.id
    where sprint_id = ${sprint} and left_at is null order by rank, story.id for update of sprint_story
  `.execute(tx);
  return rows;
}

/** Puts a story into a sprint that it may have been taken out of before. */
export async function enterSprint(
  tx: Tx,
  sprint: Id<'sprint'>,
  story: Id<'story'>,
  at: Date,
): Promise<void> {
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('sprint_story')
    .values({ sprint_id: sprint, story_id: story, added_at: at })
    .onConflict((conflict) =>
      conflict.columns(['sprint_id', 'story_id']).doUpdateSet({ left_at: null, outcome: null }),
    )
    .execute();
}

/** The sprint that a story is in now, or undefined. */
export async function sprintHolding(tx: Tx, story: Id<'story'>): Promise<Id<'sprint'> | undefined> {
  const row = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('sprint_story')
    .select('sprint_id')
    .where('story_id', '=', story)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row?.sprint_id;
}

/** A unit's sprint that runs, or undefined. */
export async function runningSprint(
  tx: Tx,
  unit: Id<'unit'> | null,
): Promise<Id<'sprint'> | undefined> {
  const { rows } = await sql<{ id: Id<'sprint'> }>`
    select id from entity where kind = 'sprint' and state = 'running'
      and owner_unit_id is not distinct from ${unit} limit 1
  `.execute(tx);
  return rows[0]?.id;
}

/** Puts another capacity in the place of a sprint's present one. */
export async function replaceCapacity(
  tx: Tx,
  sprint: Id<'sprint'>,
  capacity: readonly { person: Id<'person'>; days: number }[],
): Promise<void> {
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery.deleteFrom('sprint_capacity').where('sprint_id', '=', sprint).execute();
  if (capacity.length === 0) return;
  await delivery
    .insertInto('sprint_capacity')
    .values(capacity.map(({ person, days }) => ({ sprint_id: sprint, person_id: person, days })))
    .execute();
}
