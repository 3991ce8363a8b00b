import type { Id, ModuleDue } from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../../platform/access/actor.ts';
import { visible } from '../../platform/access/visible.ts';
import type { Db } from '../../platform/database/connect.ts';
import { notFound } from '../../platform/entities/entity.ts';
import { quizFields, type QuizQuestion } from './quiz-fields.ts';
import type { LearningTables } from './tables.ts';

/** A module with what a person knows of it; standing is null where they are not enrolled. */
export interface Module {
  readonly id: Id<'module'>;
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly track: { readonly id: Id<'track'>; readonly title: string; readonly state: string };
  readonly position: number;
  readonly body: string;
  readonly due: ModuleDue;
  readonly task: string;
  readonly link: string;
  readonly quiz: readonly QuizQuestion[];
  readonly after: readonly Id<'module'>[];
  readonly readAt: Date | null;
  readonly doneAt: Date | null;
  readonly answered: readonly string[];
  /** Modules that come first and are not done. */
  readonly unfinished: readonly Id<'module'>[];
}

interface ModuleRow {
  id: Id<'module'>;
  key: string;
  title: string;
  state: string;
  track_id: Id<'track'>;
  track_title: string;
  track_state: string;
  position: number;
  body: string;
  due: ModuleDue;
  task: string;
  link: string;
  quiz: unknown;
  after: Id<'module'>[];
  unfinished: Id<'module'>[];
  read_at: Date | null;
  done_at: Date | null;
  answered: string[] | null;
}

/** A track's active modules in order, as far as the actor sees them, with an enrolment's progress. */
export async function trackModules(
  db: Db,
  actor: Actor,
  track: Id<'track'>,
  enrollment: Id<'enrollment'> | null,
): Promise<Module[]> {
  const { rows } = await sql<ModuleRow>`
    select module.id, module.key, entity.title, entity.state, track_id, course.title as track_title,
      course.state as track_state, position, body, due, task, link, quiz, read_at, done_at, answered,
      coalesce((select array_agg(after_id) from module_prerequisite
        where module_prerequisite.module_id = module.id), '{}') as after,
      coalesce((select array_agg(after_id) from module_prerequisite
        join entity earlier on earlier.id = after_id and earlier.state = 'active'
        where module_prerequisite.module_id = module.id and not exists (
          select 1 from module_progress before where before.enrollment_id = ${enrollment}::uuid
            and before.module_id = after_id and before.done_at is not null)), '{}') as unfinished
    from module join entity on entity.id = module.id
    join entity course on course.id = track_id
    left join module_progress on module_progress.module_id = module.id
      and module_progress.enrollment_id = ${enrollment}::uuid
    where track_id = ${track} and entity.state = 'active' and ${visible(actor)}
    order by position, module.id
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    title: row.title,
    state: row.state,
    track: { id: row.track_id, title: row.track_title, state: row.track_state },
    position: row.position,
    body: row.body,
    due: row.due,
    task: row.task,
    link: row.link,
    quiz: quizFields.parse(row.quiz),
    after: row.after,
    readAt: row.read_at,
    doneAt: row.done_at,
    answered: row.answered ?? [],
    unfinished: row.unfinished,
  }));
}

/** A person's enrolment in a track. */
export interface Enrollment {
  readonly id: Id<'enrollment'>;
  readonly track: Id<'track'>;
  readonly person: Id<'person'>;
  readonly startedOn: string;
  readonly completedAt: Date | null;
}

/** The enrolment of a person in a track; locked where asked. */
export async function enrollmentOf(
  db: Db,
  track: Id<'track'>,
  person: Id<'person'> | null,
  options: { lock?: boolean } = {},
): Promise<Enrollment | undefined> {
  if (!person) return undefined;
  const query = db
    .$extendTables<LearningTables>()
    .selectFrom('enrollment')
    .selectAll()
    .where('track_id', '=', track)
    .where('person_id', '=', person);
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && {
      id: row.id,
      track: row.track_id,
      person: row.person_id,
      startedOn: row.started_on,
      completedAt: row.completed_at,
    }
  );
}

/** The track of a module that the actor sees. Throws `not_found`. */
export async function trackOfModule(
  db: Db,
  actor: Actor,
  module: Id<'module'>,
): Promise<Id<'track'>> {
  const row = await db
    .$extendTables<LearningTables>()
    .selectFrom('module')
    .innerJoin('entity', 'entity.id', 'module.id')
    .select('track_id')
    .where('module.id', '=', module)
    .where('entity.state', '=', 'active')
    .where(visible(actor))
    .executeTakeFirst();
  if (!row) throw notFound('module');
  return row.track_id;
}

/** Tracks that enrol whoever joins: audience and state, for the reaction to facts of org. */
export async function enrollingTracks(db: Db): Promise<
  {
    id: Id<'track'>;
    audience: 'unit' | 'position' | 'everyone';
    audience_unit_id: Id<'unit'> | null;
    audience_post: string | null;
  }[]
> {
  return db
    .$extendTables<LearningTables>()
    .selectFrom('track')
    .innerJoin('entity', 'entity.id', 'track.id')
    .select(['track.id', 'audience', 'audience_unit_id', 'audience_post'])
    .where('entity.state', '=', 'active')
    .execute();
}

/** What an import compares of a track and its modules, by key. */
export async function importedModules(db: Db, track: Id<'track'>) {
  return db
    .$extendTables<LearningTables>()
    .selectFrom('module')
    .innerJoin('entity', 'entity.id', 'module.id')
    .selectAll('module')
    .select(['entity.title', 'entity.state', 'entity.kind'])
    .where('track_id', '=', track)
    .execute();
}

/** A track's own row. */
export async function trackRow(db: Db, id: Id<'track'>) {
  const row = await db
    .$extendTables<LearningTables>()
    .selectFrom('track')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('track');
  return row;
}

/** Units of the organisation, for finding which stand beside one. */
export async function someUnits(db: Db, actor: Actor, most: number): Promise<Id<'unit'>[]> {
  const rows = await db
    .selectFrom('entity')
    .select('id')
    .where('kind', '=', 'unit')
    .where('state', '=', 'active')
    .where(visible(actor))
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id as Id<'unit'>);
}
