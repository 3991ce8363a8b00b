import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Id } from '@throughline/contract';
import type { Context } from '@throughline/flag-engine';
import { clientPayload } from '../serving/client-payload.ts';
import type { SdkKey, Serving } from '../serving/serving.ts';
import type { Snapshot } from '../serving/snapshot.ts';
import { clientChanges } from './client-changes.ts';
import {
  changeFrame,
  clientPutFrame,
  heartbeatFrame,
  pingFrame,
  putFrame,
  refetchFrame,
} from './change-frame.ts';
import { snapshotChange } from './snapshot-change-rules.ts';

/** What a stream tells of an environment. */
export type Told =
  /** Flags and segments with their rules: server-side SDKs. */
  | { readonly what: 'rules' }
  /** Values for a context: client-side SDKs. */
  | { readonly what: 'values'; readonly context: Context; readonly reasons: boolean }
  /** That something changed: client-side SDKs that ask again by themselves. */
  | { readonly what: 'ping' }
  /** The same, in OFREP's words. */
  | { readonly what: 'refetch' };

/** How the streams of a node fare; counts are since it started. */
export interface StreamCounts {
  readonly open: number;
  readonly opened: number;
  /** Ended because their client read too slowly. */
  readonly dropped: number;
  /** Not opened because there were too many. */
  readonly refused: number;
}

/** The open streams of SDKs at this node. */
export interface Streams {
  /** Begins a stream on a hijacked response, or answers false: this node holds enough. */
  open(key: SdkKey, told: Told, response: ServerResponse, headers: StreamHeaders): boolean;
  counts(): StreamCounts;
  /** Ends all, asking clients to come back at different moments. */
  stop(): void;
}

type StreamHeaders = Readonly<Record<string, string>>;

interface Client {
  readonly key: SdkKey;
  readonly told: Told;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly until: number;
  /** What may wait to be read: a bound, and the largest message that was begun. */
  allowance: number;
}

interface Group {
  snapshot: Snapshot;
  readonly clients: Set<Client>;
}

/** A message that is being sent: to whom, and what each of them gets. */
interface Sending {
  readonly clients: readonly Client[];
  readonly frameOf: (client: Client) => Buffer | null;
  next: number;
}

/** SDKs give a stream up after five minutes without a word, and proxies after one. */
const slots = 30;
const slotMs = 1000;
const slowBytes = 64 * 1024;
const mostStreams = 50_000;
/** Streams end after one to two hours, so that their clients spread over the nodes there are. */
const shortestMs = 3_600_000;
const atOnce = 250;
/** How long a stream that ends may take to be read to its end. */
const patienceMs = 500;

/** Opens, feeds and ends the streams of SDKs. Messages are encoded once and shared. */
export function createStreams({ serving }: { serving: Serving }): Streams {
  const groups = new Map<string, Group>();
  const beats = Array.from({ length: slots }, () => new Set<Client>());
  const clientOf = new WeakMap<ServerResponse, { client: Client; slot: Set<Client> }>();
  const queue: Sending[] = [];
  let open = 0;
  let opened = 0;
  let dropped = 0;
  let refused = 0;
  let stopped = false;

  const forget = (client: Client): boolean => {
    const known = clientOf.get(client.response);
    if (!known) return false;
    clientOf.delete(client.response);
    known.slot.delete(client);
    const group = groups.get(client.key.environment);
    group?.clients.delete(client);
    if (group?.clients.size === 0) groups.delete(client.key.environment);
    open -= 1;
    return true;
  };
  const closed = function closed(this: ServerResponse) {
    const known = clientOf.get(this);
    if (known) forget(known.client);
  };
  const end = (client: Client) => {
    if (!forget(client)) return;
    client.response.end();
    // Who reads no more would keep the connection, and with it the end of the server.
    setTimeout(() => client.socket.destroy(), patienceMs).unref();
  };
  const send = (client: Client, frame: Buffer) => {
    if (frame.length > client.allowance - slowBytes) client.allowance = frame.length + slowBytes;
    client.socket.write(frame);
    if (client.socket.writableLength > client.allowance && forget(client)) {
      dropped += 1;
      client.socket.destroy();
    }
  };

  /** Sends to so many and lets others have a turn; messages go one after the other. */
  const run = () => {
    const sending = queue[0];
    if (!sending) return;
    const upTo = Math.min(sending.next + atOnce, sending.clients.length);
    for (; sending.next < upTo; sending.next += 1) {
      const client = sending.clients[sending.next];
      if (!client || !clientOf.has(client.response)) continue;
      const frame = sending.frameOf(client);
      if (frame) send(client, frame);
    }
    if (sending.next >= sending.clients.length) queue.shift();
    if (queue.length > 0) setImmediate(run);
  };
  const broadcast = (clients: readonly Client[], frameOf: Sending['frameOf']) => {
    queue.push({ clients, frameOf, next: 0 });
    if (queue.length === 1) run();
  };

  const tell = (group: Group, now: Snapshot, among: ReadonlySet<string> | null) => {
    const before = group.snapshot;
    group.snapshot = now;
    const change = snapshotChange(before, now, among);
    if (change.flags.size + change.gone.size + change.segments.size === 0 && !change.whole) return;
    let rules: Buffer | undefined;
    let values: ReturnType<typeof clientChanges> | undefined;
    const changes = () =>
      values === undefined ? (values = clientChanges(before, now, change)) : values;
    let refetch: Buffer | undefined;
    broadcast([...group.clients], ({ told }) => {
      switch (told.what) {
        case 'rules':
          return (rules ??= changeFrame(now, change));
        case 'values':
          return changes()?.frameFor(told.context, told.reasons) ?? null;
        case 'ping':
          return changes() ? pingFrame : null;
        case 'refetch':
          return (refetch ??= refetchFrame(now));
      }
    });
  };

  serving.onChange((environments, flags) => {
    for (const [environment, group] of groups) {
      if (environments && !environments.has(environment)) continue;
      const now = serving.snapshot(environment as Id<'environment'>);
      if (now && now !== group.snapshot) tell(group, now, flags);
    }
    // Only keys or settings changed: whose key holds no more is not told any more.
    if (environments?.size === 0) endLapsed();
  });
  const endLapsed = () => {
    const holds = new Map<string, boolean>();
    for (const { clients } of groups.values()) {
      for (const client of clients) {
        const { id } = client.key;
        if (!holds.has(id)) holds.set(id, serving.holds(id));
        if (!holds.get(id)) end(client);
      }
    }
  };

  let beat = 0;
  const beating = setInterval(() => {
    beat += 1;
    const now = performance.now();
    for (const client of beats[beat % slots] ?? []) {
      if (now > client.until || !serving.holds(client.key.id)) end(client);
      else send(client, heartbeatFrame);
    }
  }, slotMs);
  beating.unref();

  const beginning = (told: Told, snapshot: Snapshot): Buffer => {
    switch (told.what) {
      case 'rules':
        return putFrame(snapshot);
      case 'values':
        return clientPutFrame(clientPayload(snapshot, told.context, told.reasons));
      case 'ping':
        return pingFrame;
      case 'refetch':
        return heartbeatFrame;
    }
  };

  return {
    open(key, told, response, headers) {
      const snapshot = serving.snapshot(key.environment);
      const { socket } = response;
      if (stopped || open >= mostStreams || !snapshot || !socket) {
        refused += 1;
        return false;
      }
      // Until the connection closes: what is sent is the same buffer for all, without chunks.
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.flushHeaders();
      const client: Client = {
        key,
        told,
        response,
        socket,
        until: performance.now() + shortestMs * (1 + Math.random()),
        allowance: slowBytes,
      };
      const slot = beats[opened % slots] ?? new Set();
      let group = groups.get(key.environment);
      if (!group) groups.set(key.environment, (group = { snapshot, clients: new Set() }));
      group.clients.add(client);
      slot.add(client);
      clientOf.set(response, { client, slot });
      response.on('close', closed);
      open += 1;
      opened += 1;
      send(client, beginning(told, snapshot));
      return true;
    },
    counts: () => ({ open, opened, dropped, refused }),
    stop() {
      stopped = true;
      clearInterval(beating);
      for (const { clients } of groups.values()) {
        for (const client of clients) {
          client.socket.write(`retry: ${500 + Math.floor(Math.random() * 2000)}\n\n`);
          end(client);
        }
      }
    },
  };
}
