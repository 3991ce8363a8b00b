import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent, sharedNow } from './child.ts';

// The naive peer: node:http with nothing around it. It reads a body, answers JSON of the size of an
// OFREP evaluation, and sends to streams in one loop of `res.write`.

const answer = JSON.stringify({
  key: 'flag-7',
  value: true,
  reason: 'TARGETING_MATCH',
  variant: 'Shown',
  metadata: { version: 2 },
});
const streams: ServerResponse[] = [];

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    streams.push(response);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const known = typeof body === 'object' && request.headers.authorization !== undefined;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json; charset=utf-8' });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const frame = `event: patch\ndata: {"path":"/flags/flag-7","data":"${'x'.repeat(700)}"}\n\n`;
  answerParent(
    { port: String(port) },
    {
      broadcast() {
        const at = sharedNow();
        for (const stream of streams) stream.write(frame);
        return at;
      },
      closeStreams() {
        for (const stream of streams.splice(0)) stream.destroy();
      },
    },
  );
});
