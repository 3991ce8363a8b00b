import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { environmentOfToken, readSessionToken, sessionToken } from './session-token.ts';

const now = Temporal.Instant.from('2026-11-23T09:00:00Z');
const session = {
  key: 'a key',
  environment: '0193a8c0-0000-7000-8000-000000000001',
  recipient: 'user:ada',
  account: null,
  context: { kind: 'user', key: 'ada' },
  locale: 'en',
  timeZone: 'UTC',
  expires: now.epochMilliseconds + 1000,
};

test('a token is read back until it ends, with the secret that signed it or the one before', () => {
  const token = sessionToken(session, 'old') ?? '';
  expect(environmentOfToken(token)).toBe(session.environment);
  expect(readSessionToken(token, ['new', 'old'], now)).toEqual(session);
  expect(readSessionToken(token, ['new'], now)).toBeNull();
  expect(readSessionToken(token, ['old'], now.add({ seconds: 1 }))).toBeNull();
});

test('any changed character makes it nobody’s', () => {
  const token = sessionToken(session, 'secret') ?? '';
  for (let index = 0; index < token.length - 1; index += 7) {
    const other = token[index] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, index) + other + token.slice(index + 1);
    expect(readSessionToken(changed, ['secret'], now)).toBeNull();
  }
});

test('attributes that don’t fit into 2,048 characters are refused, not cut', () => {
  const context = { ...session.context, noise: randomBytes(1600).toString('base64') };
  expect(sessionToken({ ...session, context }, 'secret')).toBeNull();
});
