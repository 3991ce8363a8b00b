import { sha1Head } from './sha1.ts';

// The published divisor is fifteen hexadecimal Fs; as a double that is 2^60.
const scale = 2 ** 60;

/** The share, from 0 to 1, that a value falls into; only text and integers can be bucketed. */
export function bucketOf(prefix: string, value: unknown): number {
  if (typeof value === 'string') return sha1Head(prefix, value) / scale;
  if (Number.isInteger(value)) return sha1Head(prefix, String(value)) / scale;
  return 0;
}

/** What is hashed before the value: the seed, or the key and the salt. */
export function bucketPrefix(key: string, salt: unknown, seed?: unknown): string {
  if (typeof seed === 'number' || (typeof seed === 'string' && seed !== '')) {
    return `${Number(seed)}.`;
  }
  return `${key}.${typeof salt === 'string' || typeof salt === 'number' ? salt || '' : ''}.`;
}
