import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { record } from '../../platform/ledger/record.ts';
import { problem } from '../../platform/problem.ts';
import { moduleState } from './rules.ts';
import {
  enrollmentOf,
  trackModules,
  trackOfModule,
  type Enrollment,
  type Module,
} from './store.ts';
import type { LearningTables } from './tables.ts';

/** A module that somebody is working on. */
export interface AtWork {
  readonly enrollment: Enrollment;
  readonly module: Module;
}

/**
 * The actor's own enrolment and module, locked. Throws `learning.not_enrolled`, or
 * `learning.prerequisite_unmet` where other modules come first.
 */
export async function atWorkOn(context: WriteContext, id: Id<'module'>): Promise<AtWork> {
  const { tx, actor } = context;
  const track = await trackOfModule(tx, actor, id);
  const person = actor.kind === 'member' ? actor.person : null;
  const enrollment = await enrollmentOf(tx, track, person, { lock: true });
  if (!enrollment) throw problem('learning.not_enrolled', 'Enrol in the track; then this counts.');
  const modules = await trackModules(tx, actor, track, enrollment.id);
  const module = modules.find((one) => one.id === id);
  if (!module) throw problem('not_found', 'There is no such module.');
  if (module.unfinished.length > 0) {
    const titles = modules
      .filter((one) => module.unfinished.includes(one.id))
      .map(({ title }) => title);
    throw problem('learning.prerequisite_unmet', `First: ${titles.join(', ')}.`);
  }
  return { enrollment, module };
}

/** What became of a module and its track. */
export interface Settled {
  readonly mine: 'locked' | 'open' | 'read' | 'done';
  readonly trackCompleted: boolean;
}

/**
 * Keeps that a module was read, or which questions were answered rightly, and whether that makes it
 * done: read, and every question that can be asked answered rightly once. The last one completes the
 * track.
 */
export async function settleProgress(
  context: WriteContext,
  { enrollment, module }: AtWork,
  change: { read: boolean; answered: readonly string[]; askable: readonly string[] },
): Promise<Settled> {
  const { tx, actor, now } = context;
  const answered = [...new Set([...module.answered, ...change.answered])].toSorted();
  const readAt = module.readAt ?? (change.read ? toDate(now) : null);
  const passed = change.askable.every((key) => answered.includes(key));
  const doneAt = module.doneAt ?? (readAt && passed ? toDate(now) : null);
  const row = { read_at: readAt, answered, done_at: doneAt };
  await tx
    .$extendTables<LearningTables>()
    .insertInto('module_progress')
    .values({ enrollment_id: enrollment.id, module_id: module.id, ...row })
    .onConflict((conflict) => conflict.columns(['enrollment_id', 'module_id']).doUpdateSet(row))
    .execute();
  const fact = {
    enrollment: toReference('enrollment', enrollment.id),
    person: toReference('person', enrollment.person),
  };
  if (doneAt && !module.doneAt) {
    await record(context, {
      action: 'module.finished',
      entity: { kind: 'module', id: module.id },
      after: fact,
    });
  }
  const modules = await trackModules(tx, actor, module.track.id, enrollment.id);
  const trackCompleted = modules.every((one) => one.doneAt !== null);
  if (trackCompleted && !enrollment.completedAt) {
    await tx
      .$extendTables<LearningTables>()
      .updateTable('enrollment')
      .set({ completed_at: toDate(now) })
      .where('id', '=', enrollment.id)
      .execute();
    await record(context, {
      action: 'enrollment.completed',
      entity: { kind: 'track', id: module.track.id },
      after: fact,
    });
  }
  return { mine: moduleState({ readAt, doneAt, unlocked: true }), trackCompleted };
}
