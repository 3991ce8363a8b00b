import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { ConfigurationError } from '../configuration-error.ts';

/** A key that secrets are sealed with. */
export interface SecretKey {
  /** Names the key in what it sealed; tells nothing of it. */
  readonly id: string;
  readonly key: KeyObject;
}

/** The first seals, all open. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]];

const keyBytes = 32;

function bytesOf(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes ? bytes : undefined;
}

function secretKey(bytes: Buffer): SecretKey {
  const id = createHash('sha256').update('throughline secret key').update(bytes).digest('hex');
  return { id: id.slice(0, 12), key: createSecretKey(bytes) };
}

/**
 * Reads keys of 32 bytes in base64 or hexadecimal, separated by commas or white space, the one that
 * seals first. Throws `ConfigurationError`, whose message begins with `where` and holds no key.
 */
export function readSecretKeys(text: string, where: string): SecretKeys {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const keys = words.map((word, at) => {
    const bytes = bytesOf(word);
    if (bytes) return secretKey(bytes);
    throw new ConfigurationError(
      `${where}: key ${at + 1} of ${words.length} is not 32 bytes in base64 or hexadecimal; make one with: openssl rand -base64 32`,
    );
  });
  const [first, ...rest] = keys;
  if (!first) throw new ConfigurationError(`${where}: there is no key in it.`);
  return [first, ...rest];
}
