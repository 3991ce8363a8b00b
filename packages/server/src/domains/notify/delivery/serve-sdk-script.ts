import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const built = fileURLToPath(new URL('../../../../../sdk/dist/throughline.js', import.meta.url));

/** Serves the browser SDK at `/sdk/throughline.js`, for pages of any origin. */
export function serveSdkScript(app: FastifyInstance, path = built): void {
  app.get('/sdk/throughline.js', async (request, reply) => {
    const text = await readFile(path).catch(() => undefined);
    if (!text)
      return reply.status(503).type('text/plain').send('The SDK is not built: run npm start.');
    const etag = `"${createHash('sha1').update(text).digest('base64url')}"`;
    reply.headers({
      etag,
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('text/javascript; charset=utf-8').send(text);
  });
}
