import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { endLinks, link } from '../../../platform/entities/link.ts';
import { peopleByEmail } from '../../org/index.ts';
import { lastRank, lockOrder } from '../backlog/backlog-store.ts';
import { rankAtEnd } from '../backlog/rank-rules.ts';
import { changeStory } from '../change-story.ts';
import { recordMove } from '../store.ts';
import type { DeliveryTables } from '../tables.ts';
import { epicsOf, type EpicTarget } from './epic-store.ts';
import { meaningOf, presentSprint } from './follow-rules.ts';
import { knownStories, touchStories, type FollowedRow, type KnownStory } from './followed-store.ts';
import type { OutsideStory } from './outside-story.ts';
import { takeEpics } from './take-epics.ts';
import { placeStories, takeSprints } from './take-sprints.ts';

/** What is told of a story here, made of what its tool says. */
interface Told {
  readonly title: string;
  readonly summary: string;
  readonly state: KnownStory['state'];
  readonly estimate: number | null;
  readonly assignee: Id<'person'> | null;
}

/** What else is needed to take stories. */
export interface TakeDeps {
  readonly system: 'jira' | 'linear';
  /** The organisation's zone, in which a sprint's moments are days. */
  readonly zone: string;
}

/**
 * Takes in what a tool says of stories of a backlog: new ones come to its end, changed ones change,
 * sprints and epics with them. News older than what is known is no news, and saying the same twice
 * changes nothing, so that answers may come in any order and any number of times.
 */
export async function takeStories(
  context: WriteContext,
  deps: TakeDeps,
  backlog: FollowedRow,
  stories: readonly OutsideStory[],
): Promise<void> {
  const { tx } = context;
  const sprints = await takeSprints(
    context,
    backlog,
    stories.flatMap((story) => story.sprints),
    deps.zone,
  );
  if (stories.length === 0) return;
  const targets = await takeEpics(
    context,
    backlog,
    stories.flatMap(({ epic }) => epic ?? []),
  );
  const people = await peopleByEmail(
    tx,
    stories.flatMap(({ assignee }) => assignee?.email ?? []),
  );
  const known = await knownStories(
    tx,
    backlog.tracker_id,
    stories.map(({ id }) => id),
  );
  const places = new Map<Id<'story'>, Id<'sprint'> | null>();
  const seen: Id<'story'>[] = [];
  for (const story of stories) {
    const before = known.get(story.id);
    if (before && isStale(before, backlog, story)) continue;
    const told = toldOf(story, backlog, people);
    const id = before
      ? await followOn(context, { backlog, before, story, told, targets })
      : await addStory(context, { deps, backlog, story, told, targets });
    seen.push(id);
    const sprint = told.state === 'dropped' ? undefined : presentSprint(story.sprints);
    places.set(id, (sprint && sprints.get(sprint.id)) ?? null);
  }
  await placeStories(context, backlog, places);
  await touchStories(tx, seen, context.now);
}

/** Whether an answer is older than what is known, and says nothing of a move between backlogs. */
function isStale(before: KnownStory, backlog: FollowedRow, story: OutsideStory): boolean {
  return Date.parse(story.changedAt) < before.changedAt.getTime() && before.backlog === backlog.id;
}

function toldOf(
  story: OutsideStory,
  backlog: FollowedRow,
  people: ReadonlyMap<string, Id<'person'>>,
): Told {
  return {
    title: story.title.trim().slice(0, 200) || story.key,
    summary: story.description.trim().slice(0, 20_000),
    state: meaningOf(backlog.states, story.status, story.category),
    estimate:
      backlog.scope.estimate === null || story.estimate === null
        ? null
        : Math.min(10_000, Math.max(0, story.estimate)),
    assignee: people.get(story.assignee?.email?.toLowerCase() ?? '') ?? null,
  };
}

function rowOf(backlog: FollowedRow, story: OutsideStory, told: Told) {
  return {
    backlog_id: backlog.id,
    key: story.key,
    address: story.address,
    status: story.status,
    category: story.category,
    assignee: told.assignee ? '' : (story.assignee?.name ?? '').slice(0, 200),
    epic_id: story.epic?.id ?? null,
    changed_at: new Date(story.changedAt),
    gone: '',
  };
}

async function addStory(
  context: WriteContext,
  {
    deps,
    backlog,
    story,
    told,
    targets,
  }: {
    deps: TakeDeps;
    backlog: FollowedRow;
    story: OutsideStory;
    told: Told;
    targets: ReadonlyMap<string, EpicTarget>;
  },
): Promise<Id<'story'>> {
  const { tx, now } = context;
  const delivery = tx.$extendTables<DeliveryTables>();
  await lockOrder(tx, backlog.unit_id);
  const rank = rankAtEnd(await lastRank(tx, backlog.unit_id));
  const made = await createEntity(context, {
    kind: 'story',
    title: told.title,
    summary: told.summary,
    state: told.state,
    ownerUnit: backlog.unit_id,
    after: { estimate: told.estimate, follows: story.address },
  });
  const moves = movesOf(story, told.state, toDate(now));
  const begun = moves.find(({ to }) => to !== 'open')?.at ?? null;
  await delivery
    .insertInto('story')
    .values({
      id: made.id,
      estimate: told.estimate,
      rank,
      assignee_id: told.assignee,
      started_at: told.state === 'open' || told.state === 'dropped' ? null : begun,
      done_at: told.state === 'done' ? (moves.at(-1)?.at ?? null) : null,
    })
    .execute();
  for (const move of moves) await recordMove(tx, made.id, move);
  await delivery
    .insertInto('followed_story')
    .values({
      story_id: made.id,
      tracker_id: backlog.tracker_id,
      external_id: story.id,
      seen_at: toDate(now),
      ...rowOf(backlog, story, told),
    })
    .execute();
  await tx
    .insertInto('external_reference')
    .values({
      entity_id: made.id,
      system: deps.system,
      external_id: `${backlog.tracker_id}/${story.id}`,
      address: story.address,
      last_seen: toDate(now),
    })
    .execute();
  const target = story.epic && targets.get(story.epic.id);
  if (target) await link(context, made, 'implements', target);
  return made.id;
}

/** From which state to which a story went before it was seen here, as far as the tool says. */
function movesOf(story: OutsideStory, state: Told['state'], now: Date) {
  const written = new Date(story.createdAt);
  const atLeast = (at: string | null, floor: Date) =>
    at === null ? floor : new Date(Math.max(Date.parse(at), floor.getTime()));
  const open = { at: written, from: null, to: 'open' } as const;
  if (state === 'open') return [open];
  const begun = atLeast(story.startedAt, written);
  if (state !== 'done') {
    // When it got there isn't told: it is seen there now.
    const at = story.startedAt === null ? now : begun;
    return [open, { at, from: 'open' as const, to: state }];
  }
  const done = atLeast(story.doneAt, begun);
  if (story.startedAt === null) return [open, { at: done, from: 'open' as const, to: state }];
  return [
    open,
    { at: begun, from: 'open' as const, to: 'in-progress' as const },
    { at: done, from: 'in-progress' as const, to: state },
  ];
}

async function followOn(
  context: WriteContext,
  {
    backlog,
    before,
    story,
    told,
    targets,
  }: {
    backlog: FollowedRow;
    before: KnownStory;
    story: OutsideStory;
    told: Told;
    targets: ReadonlyMap<string, EpicTarget>;
  },
): Promise<Id<'story'>> {
  const { tx } = context;
  const { id } = before;
  const estimated = backlog.scope.estimate !== null;
  const change = {
    ...(before.title === told.title ? {} : { title: told.title }),
    ...(before.summary === told.summary ? {} : { summary: told.summary }),
    ...(before.state === told.state ? {} : { state: told.state }),
    ...(!estimated || before.estimate === told.estimate ? {} : { estimate: told.estimate }),
    ...(before.assignee === told.assignee ? {} : { assignee: told.assignee }),
    ...(before.ownerUnit === backlog.unit_id ? {} : { ownerUnit: backlog.unit_id }),
  };
  if (Object.keys(change).length > 0)
    await changeStory(context, id, change, { ruling: movedAt(context, story, told) });
  await retarget(context, { id, before, story, targets });
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_story')
    .set(rowOf(backlog, story, told))
    .where('story_id', '=', id)
    .execute();
  if (before.key !== story.key) {
    await tx
      .updateTable('external_reference')
      .set({ address: story.address })
      .where('entity_id', '=', id)
      .where('external_id', '=', `${backlog.tracker_id}/${story.id}`)
      .execute();
  }
  return id;
}

/** When a story came to its state: when it was done, or at the latest when it was changed. */
function movedAt({ now }: WriteContext, story: OutsideStory, told: Told): Date {
  const at = told.state === 'done' && story.doneAt !== null ? story.doneAt : story.changedAt;
  return new Date(Math.min(Date.parse(at), now.epochMilliseconds));
}

/**
 * Where a story went to another epic, it implements what that one stands for, and no more what the old
 * one did; what people joined it to besides stays.
 */
async function retarget(
  context: WriteContext,
  {
    id,
    before,
    story,
    targets,
  }: {
    id: Id<'story'>;
    before: KnownStory;
    story: OutsideStory;
    targets: ReadonlyMap<string, EpicTarget>;
  },
): Promise<void> {
  const from = { kind: 'story', id } as const;
  const target = (story.epic && targets.get(story.epic.id)) ?? null;
  if (before.epic === (story.epic?.id ?? null)) return;
  if (before.epic !== null) {
    const old = (await epicsOf(context.tx, before.backlog, [before.epic])).get(before.epic)?.target;
    if (old && old.id !== target?.id) await endLinks(context, from, 'implements', old);
  }
  if (target) await link(context, from, 'implements', target);
}
