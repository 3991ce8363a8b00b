import { expect, test } from 'vitest';
import { createIdentity, scopeOf } from './identity.ts';

const jwt = (claims: object): string =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
const base = 'https://throughline.example';

test('a recipient keeps its scope over fresh tokens; other people, accounts and environments differ', () => {
  const scope = scopeOf(base, 'env', jwt({ sub: 'ada', account: 'acme', exp: 1 }));
  expect(scopeOf(base, 'env', jwt({ sub: 'ada', account: 'acme', exp: 2 }))).toBe(scope);
  const others = [
    scopeOf(base, 'env', jwt({ sub: 'bob', account: 'acme' })),
    scopeOf(base, 'env', jwt({ sub: 'ada', account: 'zeta' })),
    scopeOf(base, 'other', jwt({ sub: 'ada', account: 'acme' })),
    scopeOf(base, 'env', 'no token'),
  ];
  expect(new Set([scope, ...others]).size).toBe(5);
  expect(scope).not.toContain('ada');
});

test('a fresh token of someone else is refused: the page still shows the first person’s', async () => {
  const tokens = [jwt({ sub: 'ada' }), jwt({ sub: 'ada', exp: 2 }), jwt({ sub: 'bob' })];
  const identity = createIdentity(() => tokens.shift() ?? '', base, 'env');
  expect(await identity.jwt()).toBe(jwt({ sub: 'ada' }));
  expect(await identity.jwt()).toBe(jwt({ sub: 'ada', exp: 2 }));
  await expect(identity.jwt()).rejects.toThrow('another recipient');
});
