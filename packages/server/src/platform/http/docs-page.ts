import { createRequire } from 'node:module';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Throughline API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><div id="api"></div>
<script src="/docs/reference.js"></script>
<script src="/docs/start.js"></script>
</body></html>`;

const start = `Scalar.createApiReference('#api', {
  url: '/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true,
  agent: { disabled: true }, mcp: { disabled: true },
});`;

// The reference's own styles are written into the page; nothing else may be.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** Serves the API's reference at /docs, from this machine alone. */
export function serveDocs(app: FastifyInstance): void {
  const entry = createRequire(import.meta.url).resolve('@scalar/api-reference');
  const root = entry.slice(0, entry.lastIndexOf(join('api-reference', 'dist')));
  const bundle = join(root || dirname(entry), 'api-reference', 'dist', 'browser', 'standalone.js');
  app.get('/docs', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  );
  app.get('/docs/start.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  );
  app.get('/docs/reference.js', (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(createReadStream(bundle)),
  );
}
