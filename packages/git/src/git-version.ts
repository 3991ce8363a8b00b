import { gitText } from './git.ts';

export interface GitVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** As git says it, such as `2.39.5`. */
  readonly text: string;
}

let known: Promise<GitVersion> | undefined;

/**
 * The version of the `git` on the path, asked once.
 *
 * @throws GitError `git_missing`
 */
export async function gitVersion(): Promise<GitVersion> {
  known ??= readVersion();
  try {
    return await known;
  } catch (error) {
    known = undefined;
    throw error;
  }
}

/** `%(ahead-behind:…)` of for-each-ref came with Git 2.41. */
export async function supportsAheadBehind(): Promise<boolean> {
  return await atLeast(41);
}

/** `--merge-base` of merge-tree, and a base in the lines that it reads, came with Git 2.40. */
export async function takesMergeBase(): Promise<boolean> {
  return await atLeast(40);
}

async function atLeast(wanted: number): Promise<boolean> {
  const { major, minor } = await gitVersion();
  return major > 2 || (major === 2 && minor >= wanted);
}

async function readVersion(): Promise<GitVersion> {
  const text = (await gitText(['--version'])).replace(/^git version /, '');
  const [major = 0, minor = 0, patch = 0] = text
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  return { major, minor, patch: Number.isNaN(patch) ? 0 : patch, text };
}
