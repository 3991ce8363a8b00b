import type { Id, ImportChange } from '@throughline/contract';
import { z } from 'zod';
import { changeEntity, createEntity, loadEntity } from '../../platform/entities/entity.ts';
import { link } from '../../platform/entities/link.ts';
import { entityByKey } from '../../platform/import/keys.ts';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { reconcile } from '../../platform/import/reconcile.ts';
import { unitByKey } from '../org/index.ts';
import { liveReferences } from './markdown-tree.ts';
import { quizFields } from './quiz-fields.ts';
import { importedModules } from './store.ts';
import type { LearningTables } from './tables.ts';
import type { TrackFields } from './track-fields.ts';

type ModuleFields = TrackFields['modules'][number];
type Present = Awaited<ReturnType<typeof importedModules>>[number];

const quizFile = z.strictObject({ questions: quizFields });
const kept = 'learning/modules';

/** Brings a track's modules to what its file says, texts and quizzes included. */
export async function importModules(
  context: ImportContext,
  track: Id<'track'>,
  fields: TrackFields,
  documents: readonly ImportDocument[],
): Promise<ImportChange[]> {
  checkOrder(fields);
  const present = new Map((await importedModules(context.tx, track)).map((row) => [row.key, row]));
  const records = [];
  for (const [position, one] of fields.modules.entries()) {
    const content = await contentOf(context, one, documents, present.get(one.key));
    records.push({ ...one, ...content, key: `${fields.key}/${one.key}`, own: one.key, position });
  }
  const ids = new Map<string, Id<'module'>>();
  const changes = await reconcile(context, {
    file: `${kept}/${fields.key}`,
    kind: 'module',
    records,
    titleOf: ({ title }) => title,
    create: async (one) => {
      const { id } = await createEntity(context, {
        kind: 'module',
        title: one.title,
        state: 'active',
        ownerUnit: (await loadEntity(context.tx, context.actor, { kind: 'track', id: track }))
          .ownerUnit,
        after: { due: one.due, after: one.after },
      });
      await context.tx
        .$extendTables<LearningTables>()
        .insertInto('module')
        .values({ id, track_id: track, key: one.own, ...columnsOf(one) })
        .execute();
      await link(context, { kind: 'module', id }, 'part_of', { kind: 'track', id: track });
      return id;
    },
    change: (id, one) => changeModule(context, id, one, present.get(one.own)),
    end: async (id) => {
      const entity = await loadEntity(context.tx, context.actor, { kind: 'module', id });
      if (entity.state === 'archived') return undefined;
      await changeEntity(context, entity, { action: 'module.archived', state: 'archived' });
      return entity.title;
    },
  });
  for (const one of records) {
    const id = await entityByKey(context, 'module', `${kept}/${fields.key}`, one.key);
    if (id) ids.set(one.own, id);
  }
  await replacePrerequisites(context, fields, ids);
  return changes.map((change) => ({ ...change, file: 'learning/track.yaml' }));
}

/** A module comes after modules that stand before it, so that no two wait for each other. */
function checkOrder({ modules }: TrackFields): void {
  const before = new Set<string>();
  for (const { key, after } of modules) {
    for (const earlier of after) {
      if (before.has(earlier)) continue;
      const message = `“${earlier}” is no module that stands before this one`;
      throw invalidImport({ file: 'learning/track.yaml', record: key, field: 'after', message });
    }
    before.add(key);
  }
}

/** Text and quiz of a module; a file that this import doesn't bring stays as it was imported. */
async function contentOf(
  context: ImportContext,
  one: { key: string; text: string; quiz?: string | undefined },
  documents: readonly ImportDocument[],
  present: Present | undefined,
): Promise<{ body: string; questions: string }> {
  const named = (file: string) =>
    documents.find((document) => document.file === `learning/${file}`);
  const missing = (field: string, file: string) =>
    invalidImport({
      file: 'learning/track.yaml',
      record: one.key,
      field,
      message: `“${file}” is missing`,
    });
  const text = named(one.text);
  if (!text && present?.text_file !== one.text) throw missing('text', one.text);
  const body = text?.text ?? present?.body ?? '';
  if (text) await checkReferences(context, text.file, body);
  if (one.quiz === undefined) return { body, questions: '[]' };
  const quiz = named(one.quiz);
  if (!quiz && present?.quiz_file !== one.quiz) throw missing('quiz', one.quiz);
  const questions = quiz
    ? parseDocument(quiz, quizFile).questions
    : quizFields.parse(present?.quiz);
  return { body, questions: JSON.stringify(questions) };
}

/** What a text refers to must be there: of this domain and those that it knows. */
async function checkReferences(context: ImportContext, file: string, body: string): Promise<void> {
  for (const { kind, key } of liveReferences(body)) {
    const known = ['unit', 'head', 'cycle', 'next', 'program', 'tool'].includes(kind);
    const isUnit = kind === 'unit' || kind === 'head';
    if (known && (!isUnit || (await unitByKey(context.tx, key)))) continue;
    const message = `{{${kind}:${key}}} refers to nothing`;
    throw invalidImport({ file, record: '', field: '', message });
  }
}

type ModuleRecord = Omit<ModuleFields, 'key'> & {
  key: string;
  own: string;
  position: number;
  body: string;
  questions: string;
};

function columnsOf(one: ModuleRecord) {
  return {
    position: one.position,
    body: one.body,
    due: one.due,
    task: one.task ?? '',
    link: one.link ?? '',
    quiz: one.questions,
    text_file: one.text,
    quiz_file: one.quiz ?? '',
  };
}

async function changeModule(
  context: ImportContext,
  id: Id<'module'>,
  one: ModuleRecord,
  present: Present | undefined,
): Promise<string> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'module', id }, { lock: true });
  const { quiz, ...wanted } = columnsOf(one);
  const plain = Object.entries(wanted)
    .filter(([name, value]) => present?.[name as keyof typeof wanted] !== value)
    .map(([name]) => name.replaceAll('_', ' '));
  const before = JSON.stringify(quizFields.parse(present?.quiz ?? []));
  const after = JSON.stringify(quizFields.parse(JSON.parse(quiz)));
  const differing = [
    ...(entity.title === one.title ? [] : ['title']),
    ...(entity.state === 'active' ? [] : ['state']),
    ...plain,
    ...(before === after ? [] : ['quiz']),
  ];
  if (differing.length === 0) return '';
  await changeEntity(context, entity, {
    title: one.title,
    state: 'active',
    after: { due: one.due, after: one.after, changed: differing },
  });
  await tx
    .$extendTables<LearningTables>()
    .updateTable('module')
    .set({ ...wanted, quiz })
    .where('id', '=', id)
    .execute();
  return `${differing.join(', ')} changed`;
}

async function replacePrerequisites(
  { tx }: ImportContext,
  { modules }: TrackFields,
  ids: ReadonlyMap<string, Id<'module'>>,
): Promise<void> {
  const learning = tx.$extendTables<LearningTables>();
  for (const { key, after } of modules) {
    const id = ids.get(key);
    if (!id) continue;
    await learning.deleteFrom('module_prerequisite').where('module_id', '=', id).execute();
    for (const earlier of after) {
      const after_id = ids.get(earlier);
      if (after_id) {
        await learning
          .insertInto('module_prerequisite')
          .values({ module_id: id, after_id })
          .execute();
      }
    }
  }
}
