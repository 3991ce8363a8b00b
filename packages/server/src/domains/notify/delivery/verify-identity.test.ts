import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyIdentity } from './verify-identity.ts';

const now = Temporal.Instant.from('2026-11-23T09:00:00Z');
const seconds = now.epochMilliseconds / 1000;
const secrets = [
  { id: 'new', secret: 'the new secret' },
  { id: 'old', secret: 'the old secret' },
];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(claims: object, header: object = {}, secret = 'the new secret', hash = 'sha256') {
  const text = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

const good = { sub: 'ada', exp: seconds + 600 };
const verify = (token: string) => verifyIdentity(token, secrets, now);

test('accepts either secret, and the one that kid names', () => {
  expect(verify(sign(good))?.sub).toBe('ada');
  expect(verify(sign(good, {}, 'the old secret'))?.sub).toBe('ada');
  expect(verify(sign(good, { kid: 'old' }, 'the old secret'))?.sub).toBe('ada');
  expect(verify(sign(good, { kid: 'old' }))).toBeNull();
});

test('accepts thirty seconds of skew and no more', () => {
  expect(verify(sign({ ...good, exp: seconds - 29 }))).not.toBeNull();
  expect(verify(sign({ ...good, exp: seconds - 30 }))).toBeNull();
  expect(verify(sign({ ...good, nbf: seconds + 30 }))).not.toBeNull();
  expect(verify(sign({ ...good, nbf: seconds + 31 }))).toBeNull();
});

test.each<[string, string]>([
  ['nothing', ''],
  ['two parts', 'a.b'],
  ['no algorithm', sign(good, { alg: 'none' })],
  ['another algorithm', sign(good, { alg: 'HS512' }, 'the new secret', 'sha512')],
  ['an unsigned token', `${encode({ alg: 'none' })}.${encode(good)}.`],
  ['another secret', sign(good, {}, 'somebody else’s')],
  ['no subject', sign({ exp: good.exp })],
  ['an empty subject', sign({ ...good, sub: '' })],
  ['no end', sign({ sub: 'ada' })],
  ['over a day', sign({ ...good, iat: seconds, exp: seconds + 86_401 })],
  ['a kind that is none', sign({ ...good, kind: 'multi' })],
  ['over 4,096 characters', sign({ ...good, attributes: { a: 'x'.repeat(4000) } })],
])('refuses %s', (_, token) => {
  expect(verify(token)).toBeNull();
});
