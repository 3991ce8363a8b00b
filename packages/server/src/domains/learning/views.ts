import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { can } from '../../platform/access/can.ts';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity, notFound } from '../../platform/entities/entity.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { problem } from '../../platform/problem.ts';
import { membersOf, roleHolder } from '../org/index.ts';
import { askableQuestions } from './askable-questions.ts';
import { liveReferences, markdownTree } from './markdown-tree.ts';
import { resolveReferences, todayOf, type LookUp } from './resolve-reference.ts';
import { dueOn, moduleState, readingMinutes, shuffled } from './rules.ts';
import {
  enrollmentOf,
  trackModules,
  trackOfModule,
  type Enrollment,
  type Module,
} from './store.ts';

type TrackPage = OutputOf<OperationOf<'learning.listTracks'>>;
type TrackDetail = OutputOf<OperationOf<'learning.getTrack'>>;
type ModuleDetail = OutputOf<OperationOf<'learning.getModule'>>;
type Quiz = OutputOf<OperationOf<'learning.getQuiz'>>;
type Progress = NonNullable<TrackDetail['mine']>;

const personOf = ({ actor }: ReadContext) => (actor.kind === 'member' ? actor.person : null);

function stateOf(module: Module) {
  return moduleState({ ...module, unlocked: module.unfinished.length === 0 });
}

function isOverdue(enrollment: Enrollment | undefined, module: Module, today: string): boolean {
  return (
    enrollment !== undefined && !module.doneAt && dueOn(enrollment.startedOn, module.due) < today
  );
}

function progressOf(enrollment: Enrollment, modules: readonly Module[], today: string): Progress {
  return {
    ref: toReference('enrollment', enrollment.id),
    startedOn: enrollment.startedOn,
    completedAt: enrollment.completedAt?.toISOString() ?? null,
    done: modules.filter(({ doneAt }) => doneAt).length,
    overdue: modules.filter((module) => isOverdue(enrollment, module, today)).length,
  };
}

interface TrackRow {
  id: Id<'track'>;
  key: string;
  title: string;
  summary: string;
  state: string;
  audience: 'unit' | 'position' | 'everyone';
  unit_title: string | null;
  audience_post: string | null;
  modules: number;
}

async function trackRows({ db, actor }: ReadContext, where: RawBuilder<unknown>, limit: number) {
  const { rows } = await sql<TrackRow>`
    select track.id, key, entity.title, entity.summary, entity.state, audience,
      unit.title as unit_title, audience_post,
      (select count(*)::integer from module join entity part on part.id = module.id
        where track_id = track.id and part.state = 'active') as modules
    from track join entity on entity.id = track.id left join entity unit on unit.id = audience_unit_id
    where ${visible(actor)} and ${where} order by entity.title, track.id limit ${limit}
  `.execute(db);
  return rows;
}

async function audienceOf(context: ReadContext, row: TrackRow, today: string) {
  if (row.audience === 'everyone') return { kind: row.audience, says: 'Everyone' };
  if (row.audience === 'unit')
    return { kind: row.audience, says: `Members of ${row.unit_title ?? ''}` };
  const holder = await roleHolder(context.db, row.audience_post ?? '', today);
  return {
    kind: row.audience,
    says: holder ? `${holder.title}, ${holder.unitName}` : 'A post that is gone',
  };
}

/** Active tracks by title, and how far the reader is with each. */
export async function listTracks(
  context: ReadContext,
  deps: LookUp,
  query: { cursor?: string | undefined; limit: number },
): Promise<TrackPage> {
  const { db, actor } = context;
  const today = await todayOf(context, deps);
  const [title, id] = readCursor(query.cursor, 2);
  const rows = await trackRows(
    context,
    sql`entity.state = 'active'
      ${title === undefined ? sql`` : sql`and (entity.title, track.id) > (${title}, ${id}::uuid)`}`,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  const items = [];
  for (const row of shown) {
    const enrollment = await enrollmentOf(db, row.id, personOf(context));
    const modules = enrollment ? await trackModules(db, actor, row.id, enrollment.id) : [];
    items.push({
      ref: toReference('track', row.id),
      key: row.key,
      title: row.title,
      summary: row.summary,
      state: row.state,
      audience: await audienceOf(context, row, today),
      modules: row.modules,
      mine: enrollment ? progressOf(enrollment, modules, today) : null,
    });
  }
  const last = shown.at(-1);
  return {
    items,
    nextCursor: rows.length > query.limit && last ? writeCursor([last.title, last.id]) : null,
  };
}

/** A track with its modules as the reader stands. Throws `not_found`. */
export async function trackView(
  context: ReadContext,
  deps: LookUp,
  id: Id<'track'>,
): Promise<TrackDetail> {
  const { db, actor } = context;
  const today = await todayOf(context, deps);
  const [row] = await trackRows(context, sql`track.id = ${id}`, 1);
  if (!row) throw notFound('track');
  const enrollment = await enrollmentOf(db, id, personOf(context));
  const modules = await trackModules(db, actor, id, enrollment?.id ?? null);
  return {
    ...(await entityDetail(context, { kind: 'track', id })),
    ref: toReference('track', id),
    key: row.key,
    audience: await audienceOf(context, row, today),
    modules: modules.map((module) => ({
      ref: toReference('module', module.id),
      key: module.key,
      title: module.title,
      due: module.due,
      dueOn: enrollment ? dueOn(enrollment.startedOn, module.due) : null,
      overdue: isOverdue(enrollment, module, today),
      after: module.after.map((one) => toReference('module', one)),
      hasQuiz: module.quiz.length > 0,
      minutes: readingMinutes(module.body),
      mine: enrollment ? stateOf(module) : 'open',
    })),
    mine: enrollment ? progressOf(enrollment, modules, today) : null,
  };
}

function summaryOfModule({ id, title, state }: Module) {
  return { ref: toReference('module', id), kind: 'module' as const, title, state };
}

async function moduleOf(context: ReadContext, id: Id<'module'>) {
  const { db, actor } = context;
  const track = await trackOfModule(db, actor, id);
  const enrollment = await enrollmentOf(db, track, personOf(context));
  const modules = await trackModules(db, actor, track, enrollment?.id ?? null);
  const module = modules.find((one) => one.id === id);
  if (!module) throw notFound('module');
  return { enrollment, modules, module };
}

/** A module to read, what it refers to looked up now. Throws `not_found`. */
export async function moduleView(
  context: ReadContext,
  deps: LookUp,
  id: Id<'module'>,
): Promise<ModuleDetail> {
  const { enrollment, modules, module } = await moduleOf(context, id);
  const resolve = await resolveReferences(context, deps, liveReferences(module.body));
  const askable = await askableQuestions(context, deps, module.quiz);
  const place = modules.indexOf(module);
  const [previous, following] = [modules[place - 1], modules[place + 1]];
  const answered = askable.filter(({ key }) => module.answered.includes(key)).length;
  return {
    ...(await entityDetail(context, { kind: 'module', id })),
    ref: toReference('module', id),
    key: module.key,
    track: {
      ref: toReference('track', module.track.id),
      kind: 'track',
      title: module.track.title,
      state: module.track.state,
    },
    due: module.due,
    dueOn: enrollment ? dueOn(enrollment.startedOn, module.due) : null,
    mine: enrollment ? stateOf(module) : 'open',
    enrolled: enrollment !== undefined,
    body: markdownTree(module.body, resolve),
    task: module.task,
    link: module.link,
    quiz: { questions: askable.length, answered, passed: answered === askable.length },
    unfinished: enrollment
      ? modules.filter((one) => module.unfinished.includes(one.id)).map(summaryOfModule)
      : [],
    previous: previous ? summaryOfModule(previous) : null,
    following: following ? summaryOfModule(following) : null,
  };
}

/** A module's quiz without its answers; options in another order each minute. */
export async function quizView(
  context: ReadContext,
  deps: LookUp,
  id: Id<'module'>,
): Promise<Quiz> {
  const { module } = await moduleOf(context, id);
  const askable = await askableQuestions(context, deps, module.quiz);
  const seed = Math.floor(context.now.epochMilliseconds / 60_000);
  return {
    module: summaryOfModule(module),
    questions: askable.map(({ key, question, options }, index) => ({
      key,
      question,
      options: shuffled(options.toSorted(), seed + 7919 * index),
      answered: module.answered.includes(key),
    })),
  };
}

interface EnrollmentRow {
  id: Id<'enrollment'>;
  track_id: Id<'track'>;
  track_title: string;
  track_state: string;
  person_id: Id<'person'>;
  person_name: string;
  started_on: string;
  how: 'joined' | 'self' | 'assigned';
  completed_at: Date | null;
}

/** Who may look at enrolments of others: editors of the unit or of the track's unit. */
async function narrowed(
  context: ReadContext,
  query: {
    track?: Id<'track'> | undefined;
    person?: Id<'person'> | undefined;
    unit?: Id<'unit'> | undefined;
  },
  today: string,
): Promise<RawBuilder<unknown>> {
  const { db, actor } = context;
  const own = personOf(context);
  const everyone = query.unit !== undefined || query.track !== undefined;
  const person = query.person ?? (everyone ? undefined : own);
  if (person === undefined || person !== own) {
    const track = query.track
      ? await loadEntity(db, actor, { kind: 'track', id: query.track })
      : undefined;
    const unit = query.unit ?? track?.ownerUnit ?? null;
    if (!can(actor, 'editor', unit)) {
      throw problem(
        'forbidden',
        'How far others are, an editor of their unit or of the track’s may see.',
      );
    }
  }
  const members = query.unit ? await membersOf(db, query.unit, today) : undefined;
  return sql`true ${query.track ? sql`and track_id = ${query.track}` : sql``}
    ${person === undefined ? sql`` : sql`and person_id = ${person}::uuid`}
    ${members ? sql`and person_id = any(${members}::uuid[])` : sql``}`;
}

/** Enrolments, newest first. */
export async function listEnrollments(
  context: ReadContext,
  deps: LookUp,
  query: {
    track?: Id<'track'> | undefined;
    person?: Id<'person'> | undefined;
    unit?: Id<'unit'> | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<OutputOf<OperationOf<'learning.listEnrollments'>>> {
  const { db, actor } = context;
  const today = await todayOf(context, deps);
  const [before] = readCursor(query.cursor, 1);
  const { rows } = await sql<EnrollmentRow>`
    select enrollment.id, track_id, entity.title as track_title, entity.state as track_state, person_id,
      person.title as person_name, started_on, how, completed_at
    from enrollment join entity on entity.id = track_id
    join entity person on person.id = person_id and ${visible(actor, 'person')}
    where ${visible(actor)} and ${await narrowed(context, query, today)}
      ${before === undefined ? sql`` : sql`and enrollment.id < ${before}::uuid`}
    order by enrollment.id desc limit ${query.limit + 1}
  `.execute(db);
  const shown = rows.slice(0, query.limit);
  const items = [];
  for (const row of shown) {
    const enrollment = {
      id: row.id,
      track: row.track_id,
      person: row.person_id,
      startedOn: row.started_on,
      completedAt: row.completed_at,
    };
    const modules = await trackModules(db, actor, row.track_id, row.id);
    items.push({
      track: {
        ref: toReference('track', row.track_id),
        kind: 'track' as const,
        title: row.track_title,
        state: row.track_state,
      },
      person: { ref: toReference('person', row.person_id), name: row.person_name },
      how: row.how,
      modules: modules.length,
      ...progressOf(enrollment, modules, today),
    });
  }
  return {
    items,
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}
