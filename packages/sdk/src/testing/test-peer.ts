import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isObject } from '../content.ts';

const objects = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The server side of PROTOCOL.md, as small as it can be, with a page that embeds the SDK. */
export interface TestPeer {
  readonly origin: string;
  /** What the feed says; change it and call `sync` or wait for a renewal. */
  feed: {
    messages: (object | null)[];
    flags: Record<string, { value: unknown; variation: number }>;
  };
  position: number;
  /** What the gate and the claims say. */
  gate: object;
  feedbackStatus: number;
  /** While false every request fails without an answer, and the streams are cut. */
  reachable: boolean;
  readonly streams: ReadonlySet<ServerResponse>;
  /** Requests so far, as `METHOD /path`. */
  readonly log: string[];
  /** Receipts merged by minimum, by campaign and epoch. */
  readonly receipts: Map<string, Record<string, string>>;
  /** How often each act of each campaign has arrived. */
  readonly arrivals: Map<string, number>;
  readonly tracked: { events: object[]; evaluations: object[] };
  readonly feedback: Readonly<Record<string, unknown>>[];
  /** Attributes of the script tag, beside the environment key. */
  scriptAttributes: string;
  cut(): void;
  send(event: string, data: object | string): void;
  identity(subject: string): string;
  close(): Promise<void>;
}

const secret = 'a secret of the test, 32 bytes..';
const environmentKey = 'client-side-id-of-the-test';
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64url');

/** A JWT as the customer's server would make it (RFC 7515, HS256). */
function issue(subject: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: subject, account: 'acme', iat: now, exp: now + 600 })}`;
  return `${text}.${sign(text)}`;
}

function subjectOf(jwt: unknown): string | null {
  const [header = '', claims = '', signature = ''] = String(jwt).split('.');
  const expected = Buffer.from(sign(`${header}.${claims}`));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return isObject(parsed) ? String(parsed.sub) : null;
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const parsed: unknown = text ? JSON.parse(text) : {};
  return isObject(parsed) ? parsed : {};
}

/** Starts the peer on a free port of the loopback address; `scripts` is the folder of the built SDK. */
export async function startTestPeer(scripts: string): Promise<TestPeer> {
  const streams = new Set<ServerResponse>();
  const claimed = new Set<string>();
  const sessions = new Map<string, string>();
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  const revision = (): string =>
    createHmac('sha256', '')
      .update(JSON.stringify([peer.feed, peer.position]))
      .digest('hex');
  const feed = (): object => {
    const messages = peer.feed.messages.map((message) =>
      message && 'id' in message && claimed.has(String(message.id))
        ? { ...message, claimed: true }
        : message,
    );
    const { flags } = peer.feed;
    return {
      position: peer.position,
      revision: revision(),
      serverNow: new Date().toISOString(),
      messages,
      flags,
    };
  };
  const page = (): string => `<!doctype html><html lang="en"><head><title>Project Sixteen</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css">
<script src="/page.js"></script>
<script src="/sdk/throughline.js" data-environment-key="${environmentKey}" ${peer.scriptAttributes} defer></script>
</head><body><header id="bar"><h1>Project Sixteen</h1><span id="slot"></span></header>
<main><p>Drawings of the north wing.</p><button id="host">Save</button></main></body></html>`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peer');
    const end = (status: number, body?: object): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
      response.end(body && JSON.stringify(body));
    };
    const text = (type: string, body: string): void => {
      response
        .writeHead(200, { 'content-type': type, 'content-security-policy': policy })
        .end(body);
    };
    if (pathname === '/favicon.ico') return end(204);
    if (pathname === '/page.css')
      return text(
        'text/css',
        'body{margin:0;font:16px system-ui;background:Canvas;color:CanvasText;color-scheme:light dark}h1{font-size:20px;margin:0}header,main{display:flex;gap:16px;justify-content:space-between;align-items:center;padding:12px 16px}',
      );
    if (pathname === '/page.js') {
      return text(
        'text/javascript',
        "self.load=(path)=>import(path);self.violations=[];self.errors=[];document.addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective+' '+e.sample));addEventListener('error',e=>errors.push(e.message));addEventListener('unhandledrejection',e=>errors.push(String(e.reason)))",
      );
    }
    if (/^\/sdk\/\w+\.js$/.test(pathname)) {
      return text('text/javascript', await readFile(join(scripts, pathname.slice(5)), 'utf8'));
    }
    if (pathname === '/identity')
      return end(200, { identity: issue(searchParams.get('as') ?? 'ada') });
    if (!pathname.startsWith('/sdk/v1/')) return text('text/html; charset=utf-8', page());

    peer.log.push(`${request.method} ${pathname.slice(7)}`);
    if (!peer.reachable) return void response.destroy();
    const { authorization = '' } = request.headers;
    if (pathname === '/sdk/v1/session') {
      const { identity } = await readBody(request);
      const subject =
        authorization === `Environment ${environmentKey}` ? subjectOf(identity) : null;
      if (!subject) return end(401);
      const token = `session-${sessions.size}`;
      sessions.set(token, subject);
      return end(200, { token, feed: feed() });
    }
    if (!sessions.has(authorization.replace('Bearer ', ''))) return end(401);
    if (pathname === '/sdk/v1/feed') {
      return searchParams.get('revision') === revision() ? end(204) : end(200, feed());
    }
    if (pathname === '/sdk/v1/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(
        `event: ready\ndata: ${JSON.stringify({ position: peer.position, withinMs: 0 })}\n\n`,
      );
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return undefined;
    }
    const body = await readBody(request);
    if (pathname === '/sdk/v1/claim') {
      const first = !claimed.has(String(body.message));
      claimed.add(String(body.message));
      return end(200, { claim: first ? 'claim-token' : null });
    }
    if (pathname === '/sdk/v1/click') return end(200, peer.gate);
    if (pathname === '/sdk/v1/feedback') {
      if (peer.feedbackStatus === 202) peer.feedback.push(body);
      return end(peer.feedbackStatus);
    }
    if (pathname === '/sdk/v1/track') {
      peer.tracked.events.push(...objects(body.events));
      peer.tracked.evaluations.push(...objects(body.evaluations));
      return end(202);
    }
    if (pathname === '/sdk/v1/receipts') {
      for (const { message: _message, campaign, epoch, ...times } of objects(body.receipts)) {
        const key = `${String(campaign)}.${String(epoch)}`;
        const merged = peer.receipts.get(key) ?? {};
        for (const [act, at] of Object.entries(times)) {
          peer.arrivals.set(`${key}.${act}`, (peer.arrivals.get(`${key}.${act}`) ?? 0) + 1);
          const known = merged[act];
          if (known === undefined || String(at) < known) merged[act] = String(at);
        }
        peer.receipts.set(key, merged);
      }
      return end(202);
    }
    return end(404);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const peer: TestPeer = {
    origin: `http://localhost:${port}`,
    feed: { messages: [], flags: {} },
    position: 1,
    gate: { open: true, url: '/opened' },
    feedbackStatus: 202,
    reachable: true,
    streams,
    log: [],
    receipts: new Map(),
    arrivals: new Map(),
    tracked: { events: [], evaluations: [] },
    feedback: [],
    scriptAttributes: 'data-identity-url="/identity"',
    cut() {
      for (const stream of streams) stream.destroy();
    },
    send(event, data) {
      const line = typeof data === 'string' ? data : JSON.stringify(data);
      for (const stream of streams) stream.write(`event: ${event}\ndata: ${line}\n\n`);
    },
    identity: issue,
    async close() {
      peer.cut();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return peer;
}

let made = 0;

/** A valid message, with what the test cares about in place of the defaults. */
export function aMessage(change: object = {}): { id: string; [field: string]: unknown } {
  const id = `message-${++made}`;
  return {
    id,
    campaign: id,
    epoch: 1,
    format: 'banner',
    content: {
      title: 'Resource planning is here',
      body: [{ type: 'paragraph', children: [{ type: 'text', text: 'Plan crews by week.' }] }],
    },
    action: { label: 'Open it', url: '/opened' },
    priority: 1,
    validForMs: 60_000,
    flag: { key: 'resource-planning', value: true },
    dismissible: true,
    ...change,
  };
}
