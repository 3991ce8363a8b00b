import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigurationError } from '../configuration-error.ts';
import { openSecretKeys } from './open-secret-keys.ts';

const key = Buffer.alloc(32, 9).toString('base64');

function trial() {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  const said: string[] = [];
  const open = async (given: { databaseUrl?: string; secretKey?: string } = {}) => {
    const { databaseUrl, secretKey } = given;
    const keys = await openSecretKeys(
      { dataDir, databaseUrl, secretKey, rehearsalBegins: undefined },
      (line) => said.push(line),
    );
    return keys.map(({ id }) => id);
  };
  return { dataDir, file: join(dataDir, 'secret-key'), said, open };
}

test('the first start makes a key file that only its user reads; the next start takes it', async () => {
  const { open, file, dataDir, said } = trial();
  const made = await open();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(readdirSync(dataDir)).toEqual(['secret-key']);
  expect(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')).toHaveLength(32);
  expect(await open()).toEqual(made);
  expect(said).toEqual([]);
});

test('of first starts at once, all take the same key', async () => {
  const { open, dataDir } = trial();
  const made = await Promise.all(Array.from({ length: 8 }, () => open()));
  expect(new Set(made.flat()).size).toBe(1);
  expect(readdirSync(dataDir)).toEqual(['secret-key']);
});

test('a given key seals, and makes no file; the file’s key still opens behind it', async () => {
  const { open, dataDir } = trial();
  const given = await open({ secretKey: key });
  expect(given).toHaveLength(1);
  expect(() => readdirSync(dataDir)).toThrow('ENOENT');
  const filed = await open();
  expect(await open({ secretKey: key })).toEqual([...given, ...filed]);
});

test('a database server without a key is refused with what to set; a file put there is taken', async () => {
  const { open, dataDir, file } = trial();
  const databaseUrl = 'postgres://db.example/throughline';
  await expect(open({ databaseUrl })).rejects.toThrow(ConfigurationError);
  await expect(open({ databaseUrl })).rejects.toThrow(
    /Set THROUGHLINE_SECRET_KEY, the same on every node.*openssl rand -base64 32/,
  );
  expect(() => readdirSync(dataDir)).toThrow('ENOENT');
  expect(await open({ databaseUrl, secretKey: key })).toHaveLength(1);
  mkdirSync(dataDir);
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  expect(await open({ databaseUrl })).toEqual(
    await open({ secretKey: key, databaseUrl }).then((all) => all.slice(0, 1)),
  );
});

test('a key file that others can read is used and told of', async () => {
  const { open, file, said } = trial();
  await open();
  chmodSync(file, 0o644);
  await open();
  expect(said).toEqual([`Others on this machine can read ${file}: chmod 600 ${file}`]);
});

test('an emptied or broken key file stops the start: a new key would lose every secret', async () => {
  const { open, file } = trial();
  await open();
  for (const text of ['', 'not a key\n']) {
    writeFileSync(file, text);
    await expect(open()).rejects.toThrow(ConfigurationError);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});
