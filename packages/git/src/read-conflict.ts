import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './cache.ts';
import type { ConflictFile, ConflictSide } from './conflict.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';

/** One side of a file in conflict. */
export interface SideContent {
  readonly mode: string;
  readonly sha: string;
  readonly size: number;
  /** Undefined where it is no text in UTF-8, a submodule, or larger than was asked for. */
  readonly text: string | undefined;
}

/** A stretch of a merged text: lines that are settled, or a hunk that isn't. */
export type MergedPart =
  | { readonly kind: 'merged'; readonly text: string }
  | {
      readonly kind: 'conflict';
      readonly ours: string;
      readonly base: string;
      readonly theirs: string;
    };

/** What there is to see of a file in conflict. */
export interface ConflictContent {
  readonly path: string;
  readonly base?: SideContent;
  readonly ours?: SideContent;
  readonly theirs?: SideContent;
  /**
   * The whole text, merged as far as it goes. Undefined where one of the two sides is missing or
   * no text: then a side is chosen, or a text is written anew.
   */
  readonly parts: readonly MergedPart[] | undefined;
}

/**
 * Reads the three sides of a file in conflict and merges them by lines, hunk by hunk.
 *
 * @param options `maxBytes`: a side that is larger comes without its text; 512 KiB unless told
 * @throws GitError `unknown_revision` if a side's object isn't here
 */
export async function readConflict(
  repository: Repository,
  file: ConflictFile,
  options: { maxBytes?: number } = {},
): Promise<ConflictContent> {
  const maxBytes = options.maxBytes ?? 512 * 1024;
  const read = async (side: ConflictSide | undefined) =>
    side === undefined ? undefined : await contentOf(repository, side, maxBytes);
  const [base, ours, theirs] = await Promise.all([
    read(file.base),
    read(file.ours),
    read(file.theirs),
  ]);
  const comparable = ours?.text !== undefined && theirs?.text !== undefined;
  const basis = base === undefined ? '' : base.text;
  return {
    path: file.path,
    ...(base && { base }),
    ...(ours && { ours }),
    ...(theirs && { theirs }),
    parts:
      comparable && basis !== undefined && isFile(ours) && isFile(theirs)
        ? await mergedParts(ours.text, basis, theirs.text)
        : undefined,
  };
}

function isFile({ mode }: SideContent): boolean {
  return mode.startsWith('100');
}

async function contentOf(
  repository: Repository,
  { mode, sha }: ConflictSide,
  maxBytes: number,
): Promise<SideContent> {
  // A submodule's commit lies in another repository.
  if (mode === '160000') return { mode, sha, size: 0, text: undefined };
  const run = { repository: repository.directory, stdin: `${sha}\n` };
  const about = (await git(['cat-file', '--batch-check'], run)).stdout.toString('latin1');
  const [, type, bytes] = about.trim().split(' ');
  if (type !== 'blob') throw new GitError('unknown_revision', `no file's content at ${sha}`);
  const size = Number(bytes);
  if (size > maxBytes) return { mode, sha, size, text: undefined };
  const { stdout } = await git(['cat-file', 'blob', sha], { repository: repository.directory });
  return { mode, sha, size, text: textOf(stdout) };
}

/** Git takes a file with a NUL in its first 8,000 bytes for binary; so do we, anywhere. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Merges three texts as Git does. The marks are made so long, and carry such a word, that no line
 * of a text can pass for one.
 */
async function mergedParts(ours: string, base: string, theirs: string): Promise<MergedPart[]> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-merge-'));
  try {
    const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
    await Promise.all(
      [ours, base, theirs].map((text, index) => writeFile(names[index] ?? '', text)),
    );
    const word = randomBytes(12).toString('hex');
    const { stdout } = await git(
      ['merge-file', '-p', '--diff3', '--marker-size=40', ...labels(word), ...names],
      // The number of hunks in conflict, at most 127.
      { okExitCodes: Array.from({ length: 128 }, (_, code) => code) },
    );
    return partsOf(stdout.toString('utf8'), word);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function labels(word: string): string[] {
  return ['ours', 'base', 'theirs'].flatMap((side) => ['-L', `${word}-${side}`]);
}

function partsOf(text: string, word: string): MergedPart[] {
  const marks = new Map([
    [`${'<'.repeat(40)} ${word}-ours`, 'ours'],
    [`${'|'.repeat(40)} ${word}-base`, 'base'],
    ['='.repeat(40), 'theirs'],
    [`${'>'.repeat(40)} ${word}-theirs`, 'end'],
  ] as const);
  const parts: MergedPart[] = [];
  let merged = '';
  let open: { ours: string; base: string; theirs: string } | undefined;
  let side: 'ours' | 'base' | 'theirs' = 'ours';
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = marks.get(line.replace(/\r?\n$/, ''));
    if (mark === 'ours') {
      if (merged !== '') parts.push({ kind: 'merged', text: merged });
      merged = '';
      open = { ours: '', base: '', theirs: '' };
      side = 'ours';
    } else if (open === undefined) {
      merged += line;
    } else if (mark === 'end') {
      parts.push({ kind: 'conflict', ...open });
      open = undefined;
    } else if ((mark === 'base' && side === 'ours') || (mark === 'theirs' && side === 'base')) {
      side = mark;
    } else {
      open[side] += line;
    }
  }
  if (merged !== '') parts.push({ kind: 'merged', text: merged });
  return parts;
}
