import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './cache.ts';
import { gitText } from './git.ts';
import { rawText, writeRawCommit } from './raw-commit.ts';

/** What a stand-in is made of: a commit of which only its tree and its parents count. */
export interface StandIn {
  readonly tree: string;
  readonly parents: readonly string[];
}

/** The year 2100: Git looks for the merge base newest first; an old date makes it walk longer. */
const identity = 'Throughline <throughline@localhost> 4102444800 +0000';

function whole(standIn: StandIn) {
  return {
    ...standIn,
    author: identity,
    committer: identity,
    encoding: undefined,
    message: 'stand-in\n',
  };
}

/** Writes a commit that stands in for one with this tree and these parents. */
export async function writeStandIn(repository: Repository, standIn: StandIn): Promise<string> {
  return await writeRawCommit(repository, whole(standIn));
}

/** Writes many of them in one process, each different one once; their names in the order asked. */
export async function writeStandIns(
  repository: Repository,
  standIns: readonly StandIn[],
): Promise<string[]> {
  if (standIns.length === 0) return [];
  const texts = standIns.map((standIn) => rawText(whole(standIn)));
  const distinct = [...new Set(texts)];
  const folder = await mkdtemp(join(tmpdir(), 'throughline-commits-'));
  try {
    const files = distinct.map((_, index) => join(folder, String(index)));
    await Promise.all(distinct.map((text, index) => writeFile(files[index] ?? '', text)));
    const names = await gitText(
      ['hash-object', '-t', 'commit', '-w', '--no-filters', '--stdin-paths'],
      { repository: repository.directory, stdin: files.map((file) => `${file}\n`).join('') },
    );
    const named = new Map(names.split('\n').map((name, index) => [distinct[index], name]));
    return texts.map((text) => named.get(text) ?? '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
