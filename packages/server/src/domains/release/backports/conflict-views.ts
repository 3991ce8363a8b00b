import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import {
  GitError,
  readConflict,
  type Conflict,
  type ConflictContent,
  type ConflictFile,
  type RepositoryCache,
  type SideContent,
} from '@throughline/git';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { asProblem } from '../releases/read-release.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { takesOf } from './backport-rules.ts';
import { filesOf } from './pick-backport.ts';
import { loadBackport, rememberedOf } from './store.ts';

type View = OutputOf<OperationOf<'release.getBackportConflict'>>;
type File = NonNullable<View['conflict']>['files'][number];

/** Above this a side is shown by its size only. */
const maxBytes = 512 * 1024;
/** So many files are read; a conflict in more is settled in a clone. */
const maximumFiles = 100;

/** The files in conflict of a backport, with how the team settled the very same before. */
export async function conflictView(
  context: ReadContext,
  caches: RepositoryCaches,
  id: Id<'backport'>,
): Promise<View> {
  const entity = await loadEntity(context.db, context.actor, { kind: 'backport', id });
  const { conflict, state, repository_id: repository } = await loadBackport(context.db, id);
  if (!conflict || state !== 'conflict') return { revision: entity.revision, conflict: null };
  const files = filesOf({ conflicts: conflict.files }).slice(0, maximumFiles);
  const remembered = await rememberedOf(
    context.db,
    repository,
    files.map(({ fingerprint }) => fingerprint),
  );
  const cache = await asProblem(() => caches.open(repository));
  const shown: File[] = [];
  for (const { file, fingerprint } of files) {
    const content = await contentOf(cache, file);
    const of = conflict.files.find((one) => one.files.some(({ path }) => path === file.path));
    const before = remembered.get(fingerprint);
    shown.push({
      ...describe(file, of, content),
      remembered: before
        ? {
            take: before.take,
            text: before.content?.toString('utf8') ?? null,
            by: before.by_name,
            at: before.at.toISOString(),
          }
        : null,
    });
  }
  return { revision: entity.revision, conflict: { sha: conflict.sha, files: shown } };
}

async function contentOf(cache: RepositoryCache, file: ConflictFile): Promise<ConflictContent> {
  try {
    return await readConflict(cache, file, { maxBytes });
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'unknown_revision') throw error;
    throw problem(
      'release.not_fetched',
      'The contents are not on this node. Try the backport again: they are made anew.',
    );
  }
}

function describe(
  file: ConflictFile,
  of: Conflict | undefined,
  content: ConflictContent,
): Omit<File, 'remembered'> {
  return {
    path: file.path,
    kind: of?.kind ?? 'other',
    message: of?.message ?? '',
    base: sideOf(content.base),
    line: sideOf(content.ours),
    change: sideOf(content.theirs),
    merged: mergedText(content),
    takes: takesOf(file),
  };
}

function sideOf(side: SideContent | undefined): File['base'] {
  if (side === undefined) return null;
  const kind =
    side.mode === '160000'
      ? 'submodule'
      : side.mode === '120000'
        ? 'link'
        : side.text !== undefined
          ? 'text'
          : side.size > maxBytes
            ? 'large'
            : 'binary';
  return { kind, text: side.text ?? null, mode: side.mode, sha: side.sha };
}

/** The merge as Git writes it into a file, so that a person finds what they know. */
function mergedText({ parts }: ConflictContent): string | null {
  if (parts === undefined) return null;
  return parts
    .map((part) =>
      part.kind === 'merged'
        ? part.text
        : [
            `<<<<<<< the line\n${ended(part.ours)}`,
            `||||||| before\n${ended(part.base)}`,
            `=======\n${ended(part.theirs)}`,
            '>>>>>>> the change\n',
          ].join(''),
    )
    .join('');
}

const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
