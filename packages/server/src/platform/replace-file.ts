import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all, also where the machine stops. The rename replaces a symbolic
 * link instead of following it, which matters where root writes into a folder of another account.
 */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const written = await writeBeside(path, text, mode);
  await rename(written, path);
  await keepFolder(path);
}

/** Writes a file unless there is one already. True when this call made it. */
export async function createFile(path: string, text: string, mode: number): Promise<boolean> {
  const written = await writeBeside(path, text, mode);
  try {
    await link(written, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(written, { force: true });
  }
  await keepFolder(path);
  return true;
}

async function writeBeside(path: string, text: string, mode: number): Promise<string> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(beside, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return beside;
}

/** Brings the folder's entry of a file to the disk. */
async function keepFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
