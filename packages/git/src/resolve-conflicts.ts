import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './cache.ts';
import type { Conflict, ConflictFile, ConflictSide } from './conflict.ts';
import { requirePath } from './files.ts';
import { git, gitText } from './git.ts';
import { GitError } from './git-error.ts';
import { isObjectName } from './revision.ts';

/** How one file in conflict is settled. */
export type FileResolution = {
  /** The path of a `ConflictFile`. */
  readonly path: string;
  /** Where the file goes instead of its own path. */
  readonly at?: string;
} & (
  | { readonly take: 'base' | 'ours' | 'theirs' }
  | { readonly take: 'none' }
  | { readonly take: 'text'; readonly text: string; readonly executable?: boolean }
);

/**
 * Makes the tree in which every file in conflict is decided: a side is taken, the file goes, or a
 * text is written.
 *
 * @param outcome the merge or pick that wasn't clean
 * @throws GitError `unresolved` where a file is undecided, decided twice or decided though it isn't
 *   in conflict, where its side isn't there, or where a text has conflict marks left;
 *   `invalid_name` for a path that a tree can't have
 */
export async function resolveConflicts(
  repository: Repository,
  outcome: { readonly tree: string; readonly conflicts: readonly Conflict[] },
  resolutions: readonly FileResolution[],
): Promise<string> {
  if (!isObjectName(outcome.tree)) throw new GitError('invalid_name', 'a tree is an object name');
  const files = outcome.conflicts.flatMap((conflict) => conflict.files);
  requireAllDecided(files, resolutions);
  const placed = new Map<string, ConflictSide>();
  for (const resolution of resolutions) {
    const file = files.find(({ path }) => path === resolution.path);
    const side = file && (await sideOf(repository, file, resolution));
    if (side === undefined) continue;
    const path = requirePath(resolution.at ?? resolution.path);
    if (placed.has(path)) throw unresolved(`two files are put at ${path}`);
    if (path !== resolution.path) await requireFree(repository, outcome.tree, path, files);
    placed.set(path, side);
  }
  const removed = files.map(({ path }) => `0 ${'0'.repeat(outcome.tree.length)}\t${path}\0`);
  const added = [...placed].map(([path, { mode, sha }]) => `${mode} ${sha}\t${path}\0`);
  const folder = await mkdtemp(join(tmpdir(), 'throughline-index-'));
  try {
    const run = {
      repository: repository.directory,
      environment: { GIT_INDEX_FILE: join(folder, randomUUID()) },
    };
    await git(['read-tree', outcome.tree], run);
    const { stderr } = await git(['update-index', '-z', '--index-info'], {
      ...run,
      stdin: [...removed, ...added].join(''),
    });
    // Of a path such as `.git/config` Git says so, goes on, and ends well.
    if (/^Ignoring path/m.test(stderr)) {
      throw new GitError('invalid_name', 'a file is put where a tree can have none', { stderr });
    }
    return await gitText(['write-tree'], run);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function requireAllDecided(
  files: readonly ConflictFile[],
  resolutions: readonly FileResolution[],
): void {
  const open = new Set(files.map(({ path }) => path));
  for (const { path } of resolutions) {
    if (!open.delete(path)) throw unresolved(`${path} is decided twice or not in conflict`);
  }
  const [first] = open;
  if (first !== undefined) {
    throw unresolved(
      `${first} is not decided${open.size > 1 ? `, and ${open.size - 1} more` : ''}`,
    );
  }
}

/** A file must not push aside what nobody decided about: one of its name, or one above it. */
async function requireFree(
  repository: Repository,
  tree: string,
  path: string,
  files: readonly ConflictFile[],
): Promise<void> {
  const folders = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const there = await gitText(['ls-tree', '-z', tree, '--', ...folders], {
    repository: repository.directory,
  });
  for (const line of there.split('\0')) {
    const name = line.slice(line.indexOf('\t') + 1);
    if (line === '' || files.some((file) => file.path === name)) continue;
    if (name === path || !line.startsWith('040000 ')) throw unresolved(`${name} is there already`);
  }
}

async function sideOf(
  repository: Repository,
  file: ConflictFile,
  resolution: FileResolution,
): Promise<ConflictSide | undefined> {
  if (resolution.take === 'none') return undefined;
  if (resolution.take !== 'text') {
    const side = file[resolution.take];
    if (side !== undefined) return side;
    throw unresolved(`${file.path} has no version on the side that was taken`);
  }
  const { text } = resolution;
  if (hasConflictMarks(text)) throw unresolved(`${file.path} has conflict marks left in it`);
  const sides = [file.ours, file.theirs].filter((side) => side !== undefined);
  const executable = resolution.executable ?? sides.every(({ mode }) => mode === '100755');
  const sha = await gitText(['hash-object', '-w', '--stdin'], {
    repository: repository.directory,
    stdin: text,
  });
  return { mode: executable ? '100755' : '100644', sha };
}

/** Whether a text has a hunk in conflict as Git writes it: both ends, and the line between. */
export function hasConflictMarks(text: string): boolean {
  return /^<{7} [^]*^={7}\r?$[^]*^>{7} /m.test(text);
}

function unresolved(why: string): GitError {
  return new GitError('unresolved', `the conflict is not settled: ${why}`);
}
