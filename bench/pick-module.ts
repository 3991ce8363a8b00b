import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Thrown where a name is missing or unknown; the message lists the names that there are. */
export class UnknownName extends Error {}

/**
 * Imports the program `<folder>/<name>.ts`. Names are matched against the folder's own listing,
 * so that a name is never a path; `support` are the files in it that are no programs.
 */
export async function pickModule(
  folder: string,
  name: string | undefined,
  support: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((file) => !support.includes(file))
    .toSorted();
  if (name === undefined || !names.includes(name)) {
    const asked = name === undefined ? 'Which one?' : `There is no "${name}".`;
    const list = names.length === 0 ? 'There are none yet.' : `There are: ${names.join(', ')}.`;
    throw new UnknownName(`${asked} ${list}`);
  }
  const address = pathToFileURL(join(folder, `${name}.ts`)).href;
  return (await import(address)) as Readonly<Record<string, unknown>>;
}
