import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { Flags } from '../../flags/index.ts';
import { demoPage } from './demo-page.ts';
import { demoPeople, type DemoPerson } from './people.ts';
import { signIdentity } from './sign-identity.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const assets = { 'demo.css': 'text/css', 'demo-app.js': 'text/javascript' } as const;

function personOf(query: unknown): DemoPerson {
  const { as } = (query ?? {}) as { as?: unknown };
  const person = demoPeople.find(({ key }) => key === as) ?? demoPeople[0];
  if (!person) throw new Error('the demo has people');
  return person;
}

/**
 * Serves the sample customer application: a page that carries the SDK by one script tag, and the
 * small part of a customer's own server that signs who is using it.
 */
export function mountDemo(
  app: FastifyInstance,
  deps: { db: Db; clock: Clock; flags: Flags },
): void {
  const { db, clock, flags } = deps;

  const { clientId, environment } = flags.demo;

  app.get('/demo', async (request, reply) => {
    const html = demoPage(personOf(request.query), await clientId());
    return reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);
  });
  app.get('/demo/identity', async (request, reply) => {
    await clientId();
    const [newest] = await flags.identitySecretsOf(db, await environment());
    if (!newest)
      throw problem('not_found', 'The environment has no identity secret that can be opened.');
    return reply
      .header('cache-control', 'no-store')
      .send({ identity: signIdentity(personOf(request.query), newest, clock.now()) });
  });
  for (const [file, mediaType] of Object.entries(assets)) {
    const path = new URL(file, import.meta.url);
    app.get(`/demo/${file}`, async (_request, reply) =>
      reply.type(`${mediaType}; charset=utf-8`).send(await readFile(path)),
    );
  }
}
