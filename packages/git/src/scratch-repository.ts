import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './cache.ts';
import { gitText } from './git.ts';

/**
 * Acts in a repository that sees all objects of another one and none of its refs, and that goes
 * with everything that was written into it: what is only tried leaves nothing behind in a cache.
 */
export async function withScratch<T>(
  repository: Repository,
  act: (scratch: Repository) => Promise<T>,
): Promise<T> {
  const objects = await realpath(
    await gitText(['rev-parse', '--path-format=absolute', '--git-path', 'objects'], {
      repository: repository.directory,
    }),
  );
  const directory = await mkdtemp(join(tmpdir(), 'throughline-scratch-'));
  try {
    await mkdir(join(directory, 'refs'));
    await mkdir(join(directory, 'objects', 'info'), { recursive: true });
    await writeFile(join(directory, 'objects', 'info', 'alternates'), `${objects}\n`);
    await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/none\n');
    // Nothing in it has to outlive a loss of power.
    await writeFile(join(directory, 'config'), '[core]\n\tbare = true\n\tfsync = none\n');
    return await act({ directory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
