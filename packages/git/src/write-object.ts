import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Repository } from './cache.ts';

const compress = promisify(deflate);

/**
 * Writes a commit's object into a bare repository, as `git hash-object -w` would: in the loose
 * format of gitrepository-layout(5). It saves a process for each commit, which is half of what a
 * pick costs. The content must be one that Git would accept.
 *
 * @param options `durable`: whether it is on the disk when this returns; true unless told
 * @returns the object's name, of the same kind of hash as the commit's tree
 */
export async function writeCommitObject(
  repository: Repository,
  content: Buffer,
  options: { hash: 'sha1' | 'sha256'; durable?: boolean },
): Promise<string> {
  const object = Buffer.concat([Buffer.from(`commit ${content.length}\0`), content]);
  const name = createHash(options.hash).update(object).digest('hex');
  const file = join(repository.directory, 'objects', name.slice(0, 2), name.slice(2));
  if (await exists(file)) return name;
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const aside = join(folder, `tmp_obj_${randomUUID()}`);
  try {
    const handle = await open(aside, 'wx', 0o444);
    try {
      await handle.writeFile(await compress(object, { level: 1 }));
      if (options.durable !== false) await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return name;
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
