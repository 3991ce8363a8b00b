import type { TouchedFile } from './commits.ts';
import type { Repository } from './cache.ts';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import { requireRevision, saysUnknownRevision, type Revision } from './revision.ts';

export interface FileDifference extends TouchedFile {
  /** Lines; undefined in a binary file. */
  readonly added: number | undefined;
  readonly deleted: number | undefined;
  readonly binary: boolean;
  /** Git's modes, such as `100755`; `000000` where there is no file. */
  readonly modes: { readonly before: string; readonly after: string };
}

/**
 * What differs between two commits, file by file, renames found.
 *
 * @throws GitError `unknown_revision`, `invalid_name`
 */
export async function diffSummary(
  repository: Repository,
  before: Revision,
  after: Revision,
): Promise<FileDifference[]> {
  const trees = [before, after].map((revision) => `${requireRevision(revision)}^{tree}`);
  let fields: string[];
  try {
    const { stdout } = await git(
      [
        'diff-tree',
        '-r',
        '-z',
        '-M',
        '--raw',
        '--numstat',
        '--no-ext-diff',
        '--no-textconv',
        ...trees,
      ],
      { repository: repository.directory },
    );
    fields = stdout.toString('utf8').split('\0');
  } catch (error) {
    if (!saysUnknownRevision(error)) throw error;
    throw new GitError('unknown_revision', `no commit at ${before} or ${after}`, { cause: error });
  }
  // First one raw record for each file, then one count for each, in the same order.
  const files: Omit<FileDifference, 'added' | 'deleted' | 'binary'>[] = [];
  let position = 0;
  const next = () => fields[position++] ?? '';
  while (fields[position]?.startsWith(':')) {
    const [beforeMode = '', afterMode = '', , , status = 'M'] = next().slice(1).split(' ');
    const letter = status.charAt(0) as TouchedFile['status'];
    const first = next();
    const moved = letter === 'R' || letter === 'C';
    files.push({
      status: letter,
      path: moved ? next() : first,
      ...(moved ? { from: first } : {}),
      modes: { before: beforeMode, after: afterMode },
    });
  }
  return files.map((file) => {
    const [added = '-', deleted = '-', path] = next().split('\t');
    if (path === '') position += 2; // both names of a rename follow as fields of their own
    const binary = added === '-';
    return {
      ...file,
      added: binary ? undefined : Number(added),
      deleted: binary ? undefined : Number(deleted),
      binary,
    };
  });
}
