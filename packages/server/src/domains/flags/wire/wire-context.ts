import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '@throughline/flag-engine';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKey = (key: unknown): boolean => typeof key === 'string' && key !== '';

/** What parsed JSON is as a context, or undefined where it is none. */
export function readContext(given: unknown): Context | undefined {
  if (!isFields(given)) return undefined;
  const { kind } = given;
  if (kind === undefined || kind === null) {
    const { key } = given;
    const named = isKey(key) || typeof key === 'number' || typeof key === 'boolean';
    return named ? (given as unknown as Context) : undefined;
  }
  if (typeof kind !== 'string' || kind === '' || kind === 'kind') return undefined;
  if (kind !== 'multi') return isKey(given['key']) ? (given as unknown as Context) : undefined;
  const parts = Object.entries(given).filter(([name]) => name !== 'kind');
  const whole = parts.length > 0 && parts.every(([, part]) => isFields(part) && isKey(part['key']));
  return whole ? (given as unknown as Context) : undefined;
}

/** A context as client-side SDKs send it, in base 64 in an address or as JSON; else undefined. */
export function wireContext(text: string, encoding: 'base64' | 'json'): Context | undefined {
  try {
    return readContext(
      JSON.parse(encoding === 'json' ? text : Buffer.from(text, 'base64').toString()),
    );
  } catch {
    return undefined;
  }
}

const encodedKey = (key: string) => key.replaceAll('%', '%25').replaceAll(':', '%3A');

/**
 * The kinds and keys of a context in one text, as the published SDKs make it: `ada`,
 * `account:hensel`, `account:hensel:user:ada`.
 */
export function canonicalKey(context: Context): string {
  const { kind, ...rest } = context as Fields;
  if (kind === undefined || kind === null) return String(rest['key']);
  if (kind !== 'multi') {
    const key = String(rest['key']);
    return kind === 'user' || typeof kind !== 'string' ? key : `${kind}:${encodedKey(key)}`;
  }
  return Object.entries(rest)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => `${name}:${encodedKey(String((part as Fields)['key']))}`)
    .join(':');
}

/** Whether a hash was made of the context with one of the keys: secure mode. */
export function vouchedFor(context: Context, hash: unknown, signers: readonly string[]): boolean {
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) return false;
  const given = Buffer.from(hash, 'hex');
  const canonical = canonicalKey(context);
  return signers.some((key) =>
    timingSafeEqual(createHmac('sha256', key).update(canonical).digest(), given),
  );
}
