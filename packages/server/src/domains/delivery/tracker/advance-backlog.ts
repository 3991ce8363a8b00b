import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { JobRun, Jobs } from '../../../platform/jobs/jobs.ts';
import { signal } from '../../../platform/live/signal.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';
import { dropVanished } from './drop-vanished.ts';
import { followJob } from './follow-backlog.ts';
import { nextDue, nextStep, type FollowStep } from './follow-rules.ts';
import {
  addHints,
  dropHints,
  findFollowed,
  followedSprints,
  followingOf,
  hintsOf,
  unseenSince,
  type FollowedRow,
} from './followed-store.ts';
import { openTracker } from './open-tracker.ts';
import {
  TrackerFault,
  type OutsideSprint,
  type OutsideStory,
  type TrackerClient,
} from './outside-story.ts';
import { beginSprints, takeSprints } from './take-sprints.ts';
import { takeStories, type TakeDeps } from './take-stories.ts';
import { loadTracker } from './tracker-store.ts';

/** What following needs of the rest. */
export interface FollowDeps {
  readonly secrets: Secrets;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly timeZone: () => Promise<string>;
}

/** A job takes so many steps and lets others have their turn. */
const stepsAtOnce = 20;
const retrySeconds = 300;

/**
 * Takes a followed backlog on, step by step: each asks its tool one thing, outside of any transaction,
 * and writes what it answered in one, with how far it came. Whoever runs it twice, or after a crash,
 * goes on from there.
 */
export async function advanceBacklog(
  run: JobRun,
  deps: FollowDeps,
  id: Id<'followed_backlog'>,
): Promise<void> {
  const { database, clock } = run;
  const zone = await deps.timeZone();
  for (let steps = 0; steps < stepsAtOnce; steps++) {
    const now = clock.now();
    const backlog = await findFollowed(database.db, id);
    if (!backlog) return;
    const step = nextStep(followingOf(backlog), await hintsOf(database.db, id), now);
    if (!step) {
      await run.write((context) => rest(context, id));
      return;
    }
    try {
      const row = await loadTracker(database.db, backlog.tracker_id);
      const client = openTracker(deps.secrets, row, () => clock.now());
      const answer = await ask(client, backlog, step, now);
      const take: TakeDeps = { system: row.system, zone };
      await run.write((context) => settle(context, take, { id, step, answer, asked: now }));
    } catch (error) {
      const fault = error instanceof TrackerFault ? error : undefined;
      await run.write((context) =>
        putOff(context, id, fault ?? new TrackerFault('Its answer could not be taken in here.')),
      );
      if (!fault) throw error;
      return;
    }
  }
  await run.write(({ tx }) => deps.jobs.enqueue(tx, followJob, { backlog: id }));
}

/** What a tool answered to a step. */
interface Answer {
  readonly stories: readonly OutsideStory[];
  readonly sprints: readonly OutsideSprint[];
  readonly next: string | null;
}

async function ask(
  client: TrackerClient,
  { scope }: FollowedRow,
  step: FollowStep,
  now: Temporal.Instant,
): Promise<Answer> {
  if (step.kind === 'hints') {
    const stories = step.issues.length > 0 ? await client.stories(scope, step.issues) : [];
    const sprints: OutsideSprint[] = [];
    for (const id of step.sprints) {
      const sprint = await client.sprint(id);
      if (sprint) sprints.push(sprint);
    }
    return { stories, sprints, next: null };
  }
  const since = step.kind === 'poll' ? step.since : null;
  const page = await client.page(scope, { since, now, cursor: step.cursor });
  return { ...page, sprints: [] };
}

async function settle(
  context: WriteContext,
  deps: TakeDeps,
  settled: {
    id: Id<'followed_backlog'>;
    step: FollowStep;
    answer: Answer;
    asked: Temporal.Instant;
  },
): Promise<void> {
  const { tx } = context;
  const { id, step, answer, asked } = settled;
  const backlog = await findFollowed(tx, id, { lock: true });
  if (!backlog) return;
  const at = toDate(context.now);
  const keep = (columns: object) =>
    tx
      .$extendTables<DeliveryTables>()
      .updateTable('followed_backlog')
      .set({ seen_at: at, problem: null, ...columns })
      .where('id', '=', id)
      .execute();
  await takeStories(context, deps, backlog, answer.stories);
  await signal(context, { kind: 'unit', id: backlog.unit_id }, 'delivery.listFollowedBacklogs');
  if (step.kind === 'hints') {
    const ours = await takeSprints(
      context,
      backlog,
      await onlyKnown(context, backlog, answer),
      deps.zone,
    );
    if (ours.size > 0 && backlog.swept_at) await beginSprints(context, backlog);
    const found = new Set(answer.stories.map((story) => story.id));
    await dropVanished(
      context,
      backlog,
      step.issues.filter((one) => !found.has(one)),
    );
    const hints = [
      ...step.issues.map((one) => ({ what: 'issue', id: one }) as const),
      ...step.sprints.map((one) => ({ what: 'sprint', id: one }) as const),
    ];
    await dropHints(tx, id, hints, asked);
    await keep({});
    return;
  }
  if (step.kind === 'poll') {
    const done = answer.next === null;
    await beginSprints(context, backlog);
    await keep({
      poll_from: done ? null : toDate(step.from),
      poll_cursor: answer.next,
      ...(done ? { polled_at: toDate(step.from) } : {}),
    });
    return;
  }
  // Another run was faster, or somebody asked for everything anew: this page is one of theirs, too.
  const isOurs =
    backlog.sweep_cursor === step.cursor &&
    (backlog.sweep_from === null || backlog.sweep_from.getTime() === step.from.epochMilliseconds);
  if (!isOurs) return;
  const imported = (step.cursor === null ? 0 : backlog.imported) + answer.stories.length;
  if (answer.next !== null) {
    await keep({ sweep_from: toDate(step.from), sweep_cursor: answer.next, imported });
    return;
  }
  const unseen = await unseenSince(tx, id, step.from);
  const hints = unseen.map((one) => ({ what: 'issue', id: one }) as const);
  await addHints(tx, { backlog: id }, hints, asked);
  await beginSprints(context, backlog);
  await keep({
    sweep_from: null,
    sweep_cursor: null,
    swept_at: at,
    imported,
    total: imported,
    // What changed while everything was read is asked for next.
    polled_at: toDate(step.from),
  });
}

/** A sprint that a webhook named concerns a backlog only where it is one of its own. */
async function onlyKnown(context: WriteContext, backlog: FollowedRow, answer: Answer) {
  const known = new Set(
    (await followedSprints(context.tx, backlog.id)).map(({ external }) => external),
  );
  return answer.sprints.filter(({ id }) => known.has(id));
}

async function rest({ tx, now }: WriteContext, id: Id<'followed_backlog'>): Promise<void> {
  const backlog = await findFollowed(tx, id, { lock: true });
  const hinted = await hintsOf(tx, id);
  if (!backlog || hinted.length > 0 || backlog.due_at.getTime() > now.epochMilliseconds) return;
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_backlog')
    .set({ due_at: toDate(nextDue(followingOf(backlog), now)) })
    .where('id', '=', id)
    .execute();
}

async function putOff(
  { tx, now }: WriteContext,
  id: Id<'followed_backlog'>,
  fault: TrackerFault,
): Promise<void> {
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_backlog')
    .set({
      due_at: toDate(now.add({ seconds: fault.retryAfter ?? retrySeconds })),
      problem: fault.message.slice(0, 1000),
    })
    .where('id', '=', id)
    .execute();
}
