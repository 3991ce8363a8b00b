import { readFile } from 'node:fs/promises';
import { allOperations } from '@throughline/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationTable } from '../packages/contract/src/generate-operation-table.ts';
import { openApiText } from '../packages/server/src/platform/http/write-openapi.ts';
import { createTestApp, type TestApp } from '../packages/server/src/testing/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

test('the served document is a valid OpenAPI 3.1', async () => {
  const { body } = await app.http.inject('/openapi.json');
  const result = await new Validator().validate(JSON.parse(body) as Record<string, unknown>);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect((JSON.parse(body) as { openapi: string }).openapi).toBe('3.1.0');
});

test('the committed openapi.json is what the contract says: node packages/server/src/platform/http/write-openapi.ts', async () => {
  const committed = await readFile(new URL('../openapi.json', import.meta.url), 'utf8');
  expect(committed === openApiText()).toBe(true);
});

test('the clients’ operation table is what the contract says: node packages/contract/src/generate-operation-table.ts', async () => {
  const path = new URL('../packages/contract/src/operation-table.ts', import.meta.url);
  expect((await readFile(path, 'utf8')) === operationTable()).toBe(true);
});

test('every operation has an address of its own, with exactly its parameters, and is answered', async () => {
  const seen = new Set<string>();
  for (const { id, operation } of allOperations()) {
    const address = `${operation.method} ${operation.path}`;
    expect(seen.has(address), `${id} shares ${address}`).toBe(false);
    seen.add(address);
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    const declared = operation.params
      ? Object.keys((operation.params as unknown as { shape: Record<string, unknown> }).shape)
      : [];
    expect(declared.toSorted(), id).toEqual(inPath.toSorted());
    const url = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    expect(app.http.hasRoute({ method: operation.method, url }), `${id} is not bound`).toBe(true);
  }
});

test('the reference at /docs loads from this server alone', async () => {
  const page = await app.http.inject('/docs');
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/https?:\/\//);
  const script = await app.http.inject('/docs/reference.js');
  expect(script.statusCode).toBe(200);
  expect(script.body.length).toBeGreaterThan(100_000);
});
