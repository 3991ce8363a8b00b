import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import type { FastifyInstance } from 'fastify';
import type { DemoClient } from './demo-client-id.ts';
import { sdkDemoPage, sdkDemoPolicy } from './sdk-demo-page.ts';

const beside = (of: string, file: string) => new URL(file, of);

/** The published files themselves, as npm brought them. */
function publishedFiles(): Readonly<Record<string, URL>> {
  const provider = import.meta.resolve('@openfeature/ofrep-web-provider');
  const core = createRequire(provider).resolve('@openfeature/ofrep-core');
  return {
    'launchdarkly-js-client.js': new URL(import.meta.resolve('@launchdarkly/js-client-sdk')),
    'launchdarkly-classic.js': beside(
      import.meta.resolve('launchdarkly-js-client-sdk'),
      'ldclient.min.js',
    ),
    'openfeature-core.js': new URL(import.meta.resolve('@openfeature/core')),
    'openfeature-web.js': new URL(import.meta.resolve('@openfeature/web-sdk')),
    'ofrep-core.js': beside(`file://${core}`, 'index.esm.js'),
    'ofrep-web-provider.js': beside(provider, 'index.esm.js'),
  };
}

/** Serves `/demo/sdks`: each published browser SDK, unmodified, pointed at this server. */
export function mountSdkDemo(app: FastifyInstance, demo: DemoClient): void {
  app.get('/demo/sdks', async (_request, reply) => {
    const html = sdkDemoPage(await demo.clientId());
    return reply
      .headers({ 'content-security-policy': sdkDemoPolicy, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);
  });
  const files = {
    ...publishedFiles(),
    'sdk-demo.js': new URL('sdk-demo.ts', import.meta.url),
    'sdk-demo.css': new URL('sdk-demo.css', import.meta.url),
  };
  for (const [file, url] of Object.entries(files)) {
    const mediaType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    app.get(`/demo/sdks/${file}`, async (_request, reply) => {
      const text = await readFile(url, 'utf8');
      const plain = url.pathname.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
      return reply.type(`${mediaType}; charset=utf-8`).send(plain);
    });
  }
}
