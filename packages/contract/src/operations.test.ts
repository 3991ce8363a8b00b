import { z } from 'zod';
import { expect, test } from 'vitest';
import { isRaw } from './operation.ts';
import { allOperations } from './operations.ts';
import { problems } from './problems.ts';

const all = allOperations();

test('operations that change an entity ask for its revision, those that create answer 201', () => {
  for (const { id, operation } of all) {
    expect(operation.method === 'GET' && operation.ifMatch, id).toBe(false);
    expect(operation.method === 'GET' && operation.body !== undefined, id).toBe(false);
    // 202 where the work is done afterwards (RFC 9110, 15.3.3).
    if (operation.output === undefined) expect([202, 204], id).toContain(operation.status);
  }
});

test('every address is below /api/v1, but for the few that other programs know by name', () => {
  const elsewhere = all.filter(({ operation }) => !operation.path.startsWith('/api/v1/'));
  for (const { id, operation } of elsewhere)
    expect(operation.permission, id).not.toBe('administrator');
  expect(elsewhere.map(({ operation }) => operation.path)).toEqual(
    expect.arrayContaining(['/healthz', '/readyz', '/openapi.json']),
  );
});

test('every error that an operation declares is in the closed table, with a status of its kind', () => {
  for (const { id, operation } of all) {
    for (const code of operation.errors)
      expect(Object.hasOwn(problems, code), `${id} ${code}`).toBe(true);
  }
  for (const [code, { status, title }] of Object.entries(problems)) {
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(status, code).toBeLessThan(600);
    expect(title, code).not.toMatch(/\.$/);
  }
});

test('a secret that is shown once is a field of its operation’s answer', () => {
  for (const { id, operation } of all) {
    if (operation.secrets.length === 0) continue;
    expect(operation.output && !isRaw(operation.output), id).toBe(true);
    const { properties = {} } = z.toJSONSchema(operation.output as z.ZodType, {
      unrepresentable: 'any',
    }) as { properties?: Record<string, unknown> };
    for (const secret of operation.secrets) expect(Object.keys(properties), id).toContain(secret);
  }
});
