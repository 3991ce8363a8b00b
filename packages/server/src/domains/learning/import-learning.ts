import type { Id, ImportChange } from '@throughline/contract';
import { changeEntity, createEntity, loadEntity } from '../../platform/entities/entity.ts';
import { entityByKey } from '../../platform/import/keys.ts';
import type { ImportContext, ImportDocument, Importer } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { reconcile } from '../../platform/import/reconcile.ts';
import { writeSetting } from '../../platform/settings.ts';
import { postByKey, unitByKey } from '../org/index.ts';
import { importModules } from './import-modules.ts';
import { trackRow } from './store.ts';
import type { LearningTables } from './tables.ts';
import { readTools } from './tools.ts';
import { toolsFields, trackFields, type TrackFields } from './track-fields.ts';

const trackFile = 'learning/track.yaml';

/** Loads tracks, modules, quizzes, and the tools that texts mention. */
export const importLearning: Importer = {
  files: ['tools.yaml', 'learning/'],
  async apply(context, documents) {
    const changes: ImportChange[] = [];
    const named = (file: string) => documents.find((document) => document.file === file);
    const toolList = named('tools.yaml');
    if (toolList) changes.push(...(await importTools(context, toolList)));
    const tracks = named(trackFile);
    if (tracks) changes.push(...(await importTracks(context, tracks, documents)));
    return changes;
  },
};

async function importTools(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { tools: wanted } = parseDocument(document, toolsFields);
  const present = new Map((await readTools(context.tx)).map((tool) => [tool.key, tool]));
  const told = (
    what: ImportChange['what'],
    tool: (typeof wanted)[number],
    says = '',
  ): ImportChange => ({
    file: document.file,
    key: tool.key,
    title: tool.name,
    what,
    says,
  });
  const keys = new Set(wanted.map((tool) => tool.key));
  const changes = [
    ...wanted.map((tool) => {
      const before = present.get(tool.key);
      if (!before) return told('created', tool);
      const same = (['name', 'job', 'domain'] as const).every(
        (field) => before[field] === tool[field],
      );
      return same ? told('unchanged', tool) : told('changed', tool, 'name, job or domain changed');
    }),
    ...[...present.values()]
      .filter((tool) => !keys.has(tool.key))
      .map((tool) => told('ended', tool, 'is no longer in the file')),
  ];
  if (changes.some(({ what }) => what !== 'unchanged')) {
    await writeSetting(context, 'learning_tools', wanted);
  }
  return changes;
}

async function importTracks(
  context: ImportContext,
  document: ImportDocument,
  documents: readonly ImportDocument[],
): Promise<ImportChange[]> {
  const { tracks } = parseDocument(document, trackFields);
  const changes = await reconcile(context, {
    file: trackFile,
    kind: 'track',
    records: tracks,
    titleOf: ({ title }) => title,
    create: (track) => createTrack(context, track),
    change: (id, track) => changeTrack(context, id, track),
    end: async (id) => {
      const entity = await loadEntity(context.tx, context.actor, { kind: 'track', id });
      if (entity.state === 'archived') return undefined;
      await changeEntity(context, entity, { action: 'track.archived', state: 'archived' });
      return entity.title;
    },
  });
  for (const track of tracks) {
    const id = await entityByKey(context, 'track', trackFile, track.key);
    if (id) changes.push(...(await importModules(context, id, track, documents)));
  }
  return changes;
}

async function audienceOf({ tx }: ImportContext, { key: record, audience }: TrackFields) {
  const refuse = (message: string) =>
    invalidImport({ file: trackFile, record, field: 'audience', message });
  if (audience === 'everyone') {
    return { audience, audience_unit_id: null, audience_post: null };
  }
  if ('position' in audience) {
    if (!(await postByKey(tx, audience.position)))
      throw refuse(`“${audience.position}” is no post`);
    return {
      audience: 'position' as const,
      audience_unit_id: null,
      audience_post: audience.position,
    };
  }
  const unit = await unitByKey(tx, audience.membersOf);
  if (!unit) throw refuse(`“${audience.membersOf}” is no unit`);
  return { audience: 'unit' as const, audience_unit_id: unit, audience_post: null };
}

async function ownerOf({ tx }: ImportContext, track: TrackFields): Promise<Id<'unit'>> {
  const owner = await unitByKey(tx, track.owner);
  if (owner) return owner;
  const message = `“${track.owner}” is no unit`;
  throw invalidImport({ file: trackFile, record: track.key, field: 'owner', message });
}

async function createTrack(context: ImportContext, track: TrackFields): Promise<Id<'track'>> {
  const audience = await audienceOf(context, track);
  const { id } = await createEntity(context, {
    kind: 'track',
    title: track.title,
    summary: track.description,
    state: 'active',
    ownerUnit: await ownerOf(context, track),
    after: { audience: track.audience },
  });
  await context.tx
    .$extendTables<LearningTables>()
    .insertInto('track')
    .values({ id, key: track.key, ...audience })
    .execute();
  return id;
}

async function changeTrack(
  context: ImportContext,
  id: Id<'track'>,
  track: TrackFields,
): Promise<string> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'track', id }, { lock: true });
  const present = await trackRow(tx, id);
  const audience = await audienceOf(context, track);
  const ownerUnit = await ownerOf(context, track);
  const same = (name: keyof typeof audience) => audience[name] === present[name];
  const differing = [
    ...(entity.title === track.title ? [] : ['title']),
    ...(entity.summary === track.description ? [] : ['description']),
    ...(entity.ownerUnit === ownerUnit ? [] : ['owner']),
    ...(entity.state === 'active' ? [] : ['state']),
    ...(same('audience') && same('audience_unit_id') && same('audience_post') ? [] : ['audience']),
  ];
  if (differing.length === 0) return '';
  await changeEntity(context, entity, {
    title: track.title,
    summary: track.description,
    state: 'active',
    ownerUnit,
    after: { audience: track.audience },
  });
  await tx
    .$extendTables<LearningTables>()
    .updateTable('track')
    .set(audience)
    .where('id', '=', id)
    .execute();
  return `${differing.join(', ')} changed`;
}
