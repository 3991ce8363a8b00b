import { operations, parseReference, toReference } from '@throughline/contract';
import type { OutgoingHttpHeaders } from 'node:http';
import { sql } from 'kysely';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { visible } from '../access/visible.ts';
import type { Db } from '../database/connect.ts';
import { stream, type Route } from '../http/route.ts';
import type { ChangeFeed } from '../ledger/change-feed.ts';
import type { FeedEvent } from '../ledger/feed.ts';
import type { Signal } from './signal.ts';

interface Client {
  readonly actor: Actor;
  readonly since: number;
  readonly reply: FastifyReply;
}

const heartbeatMs = 20_000;
const slowBytes = 64 * 1024;
/** How long a stream that ends may take to be read to its end. */
const patienceMs = 500;
/** A stream ends after this long; the page opens the next one, if its session still holds. */
const longestMs = 3_600_000;
/** What changes who may listen: the streams of that identity end, and have to sign in again. */
const ends = new Set(['identity.changed', 'identity.signed_out', 'api_key.revoked']);

/** The identity whose rights a fact changes, or undefined. */
function endedBy(event: FeedEvent): string | undefined {
  if (!ends.has(event.action)) return undefined;
  const { identity } = event.after;
  return typeof identity === 'string' ? parseReference(identity)?.id : (event.actorId ?? undefined);
}

/** Which of some entities an actor sees: one query a batch and actor, never one a client and event. */
async function seen(db: Db, actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('entity')
    .select('id')
    .where(sql<boolean>`entity.id = any(${ids}::uuid[])`)
    .where(visible(actor))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Live updates of the web app: which entities changed, for those who may see them. */
export function createLive(db: Db): {
  route: Route;
  follow(feed: ChangeFeed): void;
  stop(): void;
} {
  const clients = new Set<Client>();

  const end = (client: Client) => {
    if (!clients.delete(client)) return;
    const { raw } = client.reply;
    raw.end();
    // Who reads no more would keep the connection, and with it the end of the server.
    setTimeout(() => raw.destroy(), patienceMs).unref();
  };
  const send = (client: Client, text: string) => {
    const { raw } = client.reply;
    raw.write(text);
    if (raw.writableLength > slowBytes && clients.delete(client)) raw.destroy();
  };
  const heartbeat = setInterval(() => {
    for (const client of clients) {
      if (performance.now() - client.since > longestMs) end(client);
      else send(client, ':\n\n');
    }
  }, heartbeatMs);
  heartbeat.unref();

  const publish = async (events: readonly FeedEvent[]) => {
    if (clients.size === 0) return;
    const ended = new Set(events.flatMap((event) => endedBy(event) ?? []));
    for (const client of clients) if (ended.has(client.actor.id ?? '')) end(client);
    const changed = events.filter((event) => event.entity !== null);
    const ids = [...new Set(changed.map((event) => event.entity?.id ?? ''))];
    if (ids.length === 0) return;
    const visibleTo = new Map<string, Set<string>>();
    for (const client of clients) {
      const key = client.actor.id ?? '';
      if (!visibleTo.has(key)) visibleTo.set(key, await seen(db, client.actor, ids));
      const mine = changed.filter(({ entity }) => visibleTo.get(key)?.has(entity?.id ?? ''));
      if (mine.length === 0) continue;
      const body = mine.map(({ entity, action }) => ({
        ref: entity ? toReference(entity.kind, entity.id) : null,
        kind: entity?.kind,
        action,
      }));
      send(
        client,
        `id: ${events.at(-1)?.position}\nevent: changed\ndata: ${JSON.stringify(body)}\n\n`,
      );
    }
  };

  const pass = async ({ entity, operation }: Signal) => {
    const seenBy = new Map<string, boolean>();
    const told = { ref: toReference(entity.kind, entity.id), operation };
    for (const client of clients) {
      const key = client.actor.id ?? '';
      const mayKnow = seenBy.get(key) ?? (await seen(db, client.actor, [entity.id])).has(entity.id);
      seenBy.set(key, mayKnow);
      if (mayKnow) send(client, `event: signal\ndata: ${JSON.stringify(told)}\n\n`);
    }
  };

  return {
    route: stream(operations.platform.streamLive, async ({ actor }, _input, { request, reply }) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.write('retry: 2000\nevent: hello\ndata: {}\n\n');
      if (request.method === 'HEAD') return void reply.raw.end();
      const client = { actor, reply, since: performance.now() };
      clients.add(client);
      request.raw.on('close', () => clients.delete(client));
    }),
    follow(feed) {
      feed.subscribe(publish);
      // One that is missed (the database was away) costs a page nothing: it reads again by itself.
      feed.onSignal((heard) => void pass(heard).catch(() => undefined));
    },
    stop() {
      clearInterval(heartbeat);
      for (const client of clients) {
        client.reply.raw.write(`retry: ${500 + Math.floor(Math.random() * 2000)}\n\n`);
        end(client);
      }
    },
  };
}
