import { createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { outsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { forgeSite } from '../testing/forge-site.ts';
import { githubClient } from './github-client.ts';

const now = () => Temporal.Now.instant();
const bounds = { hosts: ['127.0.0.1'], timeoutMs: 5000, mostBytes: 100_000 };

test('an app asks with tokens of its installation, which it gets by its key', async () => {
  const site = await forgeSite();
  onTestFinished(() => void site.stop());
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const github = githubClient({
    address: site.address,
    project: 'Codertocat/Hello-World',
    key: { appId: '42', installationId: '77', privateKey },
    fetch: outsideFetch(bounds),
    now,
  });
  expect(await github.project()).toBe('Codertocat/Hello-World');
  const [first, second] = site.asked;
  expect(first?.path).toBe('/api/v3/app/installations/77/access_tokens');
  const [header = '', claims = '', signature = ''] = (first?.token.split(' ')[1] ?? '').split('.');
  const verified = createVerify('RSA-SHA256')
    .update(`${header}.${claims}`)
    .verify(publicKey, Buffer.from(signature, 'base64url'));
  expect(verified).toBe(true);
  const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  expect(said).toMatchObject({ iss: '42' });
  expect(second).toMatchObject({
    path: '/api/v3/repos/Codertocat/Hello-World',
    token: 'token installed-forge-token',
  });
});

test('Octokit is led to no other host than the one that was entered', async () => {
  const github = githubClient({
    address: 'https://github.com',
    project: 'Codertocat/Hello-World',
    key: { token: 'forge-token' },
    fetch: outsideFetch(bounds),
    now,
  });
  await expect(github.project()).rejects.toMatchObject({
    message: 'Not asked: api.github.com is another host than the one that was entered.',
  });
});
