import type { ServerResponse } from 'node:http';
import { toReference, type Id } from '@throughline/contract';
import type { Serving } from '../../flags/index.ts';
import { contextOf, type Deliver } from './deliver.ts';
import { mayBeTold } from './eligibility-rules.ts';
import type { LiveNotification, LiveSet } from './live-set.ts';
import type { Session } from './session-token.ts';

/** The open streams of a node. */
export interface Streams {
  open(session: Session, response: ServerResponse): void;
  size(): number;
  stop(): void;
}

interface Client {
  readonly session: Session;
  readonly response: ServerResponse;
  readonly end: NodeJS.Timeout;
}

const pingMs = 15_000;
/** A client that has not read so much is dropped: its lease bounds what it still shows. */
const slowBytes = 64 * 1024;
const mostStreams = 50_000;

const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Tells open pages at once what may no longer be shown, and that something changed. */
export function createStreams(deps: {
  serving: Serving;
  live: LiveSet;
  deliver: Deliver;
}): Streams {
  const { serving, live, deliver } = deps;
  const clients = new Map<string, Set<Client>>();
  /** What was published before the change that is being told: it may have gone since. */
  const before = new Map<string, readonly LiveNotification[]>();
  let open = 0;

  const drop = (client: Client) => {
    const peers = clients.get(client.session.environment);
    if (!peers?.delete(client)) return;
    open -= 1;
    if (peers.size === 0) clients.delete(client.session.environment);
    clearTimeout(client.end);
    client.response.end();
  };
  const send = (client: Client, text: string) => {
    client.response.write(text);
    if (client.response.writableLength > slowBytes) drop(client);
  };

  /** Those of the changed notifications that a recipient may not be told any more. */
  const gone = (client: Client, changed: readonly LiveNotification[]) => {
    const environment = client.session.environment as Id<'environment'>;
    const present = deliver.present(environment);
    const published = live.of(environment);
    return changed.filter((one) => {
      const now = published.find(({ id }) => id === one.id);
      if (!now || !present || now.told.epoch !== one.told.epoch) return true;
      return !mayBeTold(now, contextOf(client.session), present);
    });
  };

  const tell = (
    position: number,
    environments: ReadonlySet<string> | null,
    concerns: (one: LiveNotification, environment: string) => boolean,
  ) => {
    for (const [environment, peers] of clients) {
      if (environments && !environments.has(environment)) continue;
      const known = before.get(environment) ?? [];
      const present = live.of(environment as Id<'environment'>);
      const ids = new Set(present.map(({ id }) => id));
      const all = [...present, ...known.filter(({ id }) => !ids.has(id))];
      const changed = all.filter((one) => concerns(one, environment));
      before.set(environment, present);
      const sync = event('sync', { position, withinMs: 5000 });
      for (const client of peers) {
        const killed = gone(client, changed);
        if (killed.length > 0) {
          const messages = killed.map(({ id }) => toReference('notification', id));
          send(client, event('kill', { position, flags: [], messages }));
        }
        send(client, sync);
      }
    }
  };

  serving.onChange((environments, flags) => {
    // Ahead of the live set's: a feed composed before this change must not bring a message back.
    tell(serving.position(), environments, ({ told }, environment) => {
      if (!told.flag) return flags === null;
      const key = serving.snapshot(environment as Id<'environment'>)?.byId.get(told.flag.flag)?.key;
      // A flag that others need changes them too, and one that is not served is gone.
      return (
        flags === null || key === undefined || flags.has(key) || needsAny(environment, key, flags)
      );
    });
  });
  const needsAny = (environment: string, key: string, flags: ReadonlySet<string>) => {
    const snapshot = serving.snapshot(environment as Id<'environment'>);
    const seen = new Set<string>();
    const reach = [key];
    for (let next = reach.pop(); next !== undefined; next = reach.pop()) {
      if (flags.has(next)) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      const configured = snapshot?.flags.get(next)?.configured;
      for (const needed of configured?.configuration.prerequisites ?? []) reach.push(needed.key);
    }
    return false;
  };
  live.onChange((environments, notifications) => {
    tell(
      live.position(),
      environments,
      ({ id }) => notifications === null || notifications.has(id),
    );
  });

  const pinging = setInterval(() => {
    const ping = event('ping', {});
    for (const peers of clients.values()) for (const client of peers) send(client, ping);
  }, pingMs);
  pinging.unref();

  return {
    open(session, response) {
      if (open >= mostStreams) {
        response.end();
        return;
      }
      const lifeMs = Math.max(0, session.expires - deliver.now().epochMilliseconds);
      const client: Client = {
        session,
        response,
        end: setTimeout(() => drop(client), lifeMs),
      };
      client.end.unref();
      const peers = clients.get(session.environment) ?? new Set<Client>();
      clients.set(session.environment, peers.add(client));
      open += 1;
      const environment = session.environment as Id<'environment'>;
      if (!before.has(environment)) before.set(environment, live.of(environment));
      response.on('close', () => drop(client));
      send(client, event('ready', { position: live.position(), withinMs: 1000 }));
    },
    size: () => open,
    stop() {
      clearInterval(pinging);
      for (const peers of clients.values()) for (const client of peers) drop(client);
    },
  };
}
