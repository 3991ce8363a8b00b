import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration-error.ts';
import type { Configuration } from '../configuration.ts';
import { createFile } from '../replace-file.ts';
import { readSecretKeys, type SecretKeys } from './secret-keys.ts';

const fileName = 'secret-key';

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function unusable(path: string, error: unknown): ConfigurationError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(
    `The key of the secrets in ${path} can't be used: ${reason}. Start as the user that the file belongs to, or set THROUGHLINE_SECRET_KEY.`,
  );
}

async function readKeyFile(
  path: string,
  say: (line: string) => void,
): Promise<SecretKeys | undefined> {
  const read = async () => ({ text: await readFile(path, 'utf8'), mode: (await stat(path)).mode });
  const file = await read().catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw unusable(path, error);
  });
  if (!file) return undefined;
  if ((file.mode & 0o077) !== 0) {
    say(`Others on this machine can read ${path}: chmod 600 ${path}`);
  }
  return readSecretKeys(file.text, path);
}

async function makeKeyFile(path: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Of two first starts at once, the other one's key counts.
    await createFile(path, `${randomBytes(32).toString('base64')}\n`, 0o600);
  } catch (error) {
    throw unusable(path, error);
  }
}

/**
 * The keys that secrets are sealed with: those of the environment, then those of the key file in the
 * data folder. Without either, the embedded database's first start makes the file. A shared database
 * server's never does: each node would seal with a key that no other has, and a node without a lasting
 * disk would lose it. A rehearsal's database has one server, whose data go when it goes. Throws
 * `ConfigurationError`.
 */
export async function openSecretKeys(
  configuration: Pick<Configuration, 'dataDir' | 'databaseUrl' | 'secretKey' | 'rehearsalBegins'>,
  say: (line: string) => void,
): Promise<SecretKeys> {
  const { dataDir, databaseUrl, secretKey, rehearsalBegins } = configuration;
  const path = join(dataDir, fileName);
  const given =
    secretKey === undefined ? undefined : readSecretKeys(secretKey, 'THROUGHLINE_SECRET_KEY');
  const filed = await readKeyFile(path, say);
  if (given) return [...given, ...(filed ?? [])];
  if (filed) return filed;
  if (databaseUrl !== undefined && !rehearsalBegins) {
    throw new ConfigurationError(
      `Secrets in the database at DATABASE_URL need a key that lies outside it. Set THROUGHLINE_SECRET_KEY, the same on every node and kept apart from the backups; make it once with: openssl rand -base64 32`,
    );
  }
  await makeKeyFile(path, dataDir);
  const made = await readKeyFile(path, say);
  if (!made) throw unusable(path, 'it went away');
  return made;
}
