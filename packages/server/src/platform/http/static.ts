import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

async function sendFile(reply: FastifyReply, path: string, cacheControl: string) {
  const { size } = await stat(path);
  return reply
    .type(mediaTypes[extname(path)] ?? 'application/octet-stream')
    .header('cache-control', cacheControl)
    .header('content-length', size)
    .send(createReadStream(path));
}

/**
 * Serves the built web app: hashed files for ever, the page for every address that isn't the API's,
 * so that a link into the app works when it is opened fresh.
 */
export function serveWebApp(app: FastifyInstance, folder: string): void {
  const page = join(folder, 'index.html');
  app.get('/assets/*', async (request, reply) => {
    const wanted = normalize(decodeURIComponent(request.url.split('?')[0] ?? ''));
    const path = join(folder, wanted);
    if (!path.startsWith(join(folder, 'assets')) || !existsSync(path)) return reply.callNotFound();
    return sendFile(reply, path, 'public, max-age=31536000, immutable');
  });
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (/^\/(api|ofrep|sdk|runner)\//.test(path)) return reply.callNotFound();
    const file = join(folder, normalize(path));
    if (path !== '/' && extname(path) && file.startsWith(folder) && existsSync(file)) {
      return sendFile(reply, file, 'public, max-age=3600');
    }
    if (!existsSync(page)) {
      return reply.status(503).type('text/plain').send('The web app is not built: run npm start.');
    }
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(page));
  });
}
