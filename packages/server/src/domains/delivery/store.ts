import type { Id, storyStates } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import type { ChecklistItem } from './rules.ts';
import type { DeliveryTables } from './tables.ts';

/** A story's own row. */
export function loadStory(tx: Tx, id: Id<'story'>) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('story')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A design release's own row. */
export function loadDesignRelease(tx: Tx, id: Id<'design_release'>) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_release')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A design release's checklist, in its order. */
export function loadChecklist(tx: Db, id: Id<'design_release'>): Promise<ChecklistItem[]> {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_checklist_item')
    .select(['text', 'result', 'note', 'standard_key as standard'])
    .where('design_release_id', '=', id)
    .orderBy('ordinal')
    .execute();
}

/** Puts another checklist in the place of a design release's present one. */
export async function replaceChecklist(
  { tx }: WriteContext,
  id: Id<'design_release'>,
  items: readonly ChecklistItem[],
): Promise<void> {
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery.deleteFrom('design_checklist_item').where('design_release_id', '=', id).execute();
  if (items.length === 0) return;
  const known = await standardKeys(tx);
  const strange = items.find(({ standard }) => standard && !known.has(standard));
  if (strange) {
    throw problem('invalid_input', `body.checklist: “${strange.standard}” is no design standard.`);
  }
  await delivery
    .insertInto('design_checklist_item')
    .values(
      items.map(({ text, result, note, standard }, ordinal) => ({
        design_release_id: id,
        ordinal,
        text,
        result,
        note,
        standard_key: standard ?? null,
      })),
    )
    .execute();
}

type StoryState = (typeof storyStates)[number];

/** Keeps that a story moved from a state to another: what cycle times and charts are made of. */
export async function recordMove(
  tx: Tx,
  story: Id<'story'>,
  move: { at: Date; from: StoryState | null; to: StoryState },
): Promise<void> {
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('story_state_change')
    .values({ story_id: story, at: move.at, from_state: move.from, to_state: move.to })
    .execute();
}

/** The keys of design standards that are in force. */
async function standardKeys(tx: Tx): Promise<Set<string>> {
  const rows = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_standard')
    .select('key')
    .where('ended', '=', false)
    .execute();
  return new Set(rows.map(({ key }) => key));
}

/** Every waiver of some design releases, the earliest end first. */
export function waiversOf(db: Db, releases: readonly Id<'design_release'>[]) {
  if (releases.length === 0) return Promise.resolve([]);
  return db
    .$extendTables<DeliveryTables>()
    .selectFrom('design_waiver')
    .selectAll()
    .where('design_release_id', 'in', [...releases])
    .orderBy('until')
    .orderBy('id')
    .execute();
}
