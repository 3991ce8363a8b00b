import { randomBytes } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all. The rename replaces a symbolic link instead of following it,
 * which matters where root writes into a folder of another account.
 */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const written = await writeBeside(path, text, mode);
  await rename(written, path);
}

/** Writes a file unless there is one already. True when this call made it. */
export async function createFile(path: string, text: string, mode: number): Promise<boolean> {
  const written = await writeBeside(path, text, mode);
  try {
    await link(written, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(written, { force: true });
  }
}

async function writeBeside(path: string, text: string, mode: number): Promise<string> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(beside, text, { flag: 'wx', mode });
  return beside;
}
