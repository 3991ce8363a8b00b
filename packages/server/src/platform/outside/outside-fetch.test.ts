import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { outsideFetch } from './outside-fetch.ts';
import { isSignedBy } from './webhook-signature.ts';

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const bounds = { hosts: ['127.0.0.1'], timeoutMs: 2000, mostBytes: 1000 };

test('a listed host is asked as written, and answers with status, headers and text', async () => {
  const address = await listening((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () =>
      response.writeHead(201, { 'x-said': `${request.method} ${request.url}` }).end(`<${body}>`),
    );
  });
  const fetch = outsideFetch(bounds);
  const answer = await fetch(`${address}/a?b=c`, { method: 'POST', body: 'né' });
  expect([answer.status, answer.headers.get('x-said'), await answer.text()]).toEqual([
    201,
    'POST /a?b=c',
    '<né>',
  ]);
});

test('no other host is asked, be it by a redirect, in disguise or with credentials in the address', async () => {
  let asked = 0;
  const address = await listening((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: 'http://localhost:1/' }).end();
  });
  const { port } = new URL(address);
  const fetch = outsideFetch(bounds);
  expect((await fetch(address)).status).toBe(302);
  for (const other of [
    `http://localhost:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://me:secret@127.0.0.1:${port}/`,
    'file:///etc/passwd',
  ]) {
    await expect(fetch(other)).rejects.toMatchObject({ code: 'refused' });
  }
  expect(asked).toBe(1);
});

test('a token doesn’t go over the internet in plain text', async () => {
  const fetch = outsideFetch({ ...bounds, hosts: ['93.184.215.14'] });
  await expect(fetch('http://93.184.215.14/')).rejects.toMatchObject({ code: 'refused' });
});

test('an answer that is too long or too late is given up', async () => {
  const long = await listening((_request, response) => response.end('x'.repeat(5000)));
  await expect(outsideFetch(bounds)(long)).rejects.toMatchObject({ code: 'too_large' });
  const late = await listening(() => undefined);
  await expect(outsideFetch({ ...bounds, timeoutMs: 50 })(late)).rejects.toMatchObject({
    code: 'timed_out',
  });
  await expect(outsideFetch(bounds)('http://127.0.0.1:1/')).rejects.toMatchObject({
    code: 'unreachable',
  });
});

test('signatures are those of the published examples', () => {
  const secret = "It's a Secret to Everybody";
  // GitHub: Validating webhook deliveries, testing the webhook payload validation.
  const github = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  expect(isSignedBy(secret, Buffer.from('Hello, World!'), github)).toBe(true);
  // Atlassian: Webhooks, secure admin webhooks.
  const atlassian = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
  expect(isSignedBy(secret, Buffer.from('Hello World!'), atlassian)).toBe(true);
  expect(isSignedBy(secret, Buffer.from('Hello World'), atlassian)).toBe(false);
  expect(isSignedBy(secret, Buffer.from('Hello World!'), undefined)).toBe(false);
});
