import { isObject } from './content.ts';
import { readEventStream } from './event-stream.ts';
import type { StreamEvent } from './event-stream.ts';
import { createLeaseBook, instantFromWall } from './lease-book.ts';
import type { Instant } from './lease-book.ts';
import { longestLeaseMs, parseFeed, parseKill } from './protocol.ts';
import type { Feed, Message } from './protocol.ts';
import { joinTabs, noTabs } from './tabs.ts';
import type { TabNote, Tabs } from './tabs.ts';
import type { Transport } from './transport.ts';

/** What the keeper reports and what it needs to know. */
export interface FeedKeeperOptions {
  readonly transport: Transport;
  /** Names the recipient among all tabs of this origin. */
  readonly scope: Promise<string>;
  /** Whether a refused identity can be replaced by a fresh one. */
  readonly identityRenews: boolean;
  /** Messages or flags may have changed. */
  readonly onChange: () => void;
  /** This tab leads from now on. */
  readonly onLead: () => void;
  /** Another tab said something that is not about the feed. */
  readonly onNote: (note: TabNote) => void;
}

/** Keeps the recipient's feed fresh, its leases honest, and all tabs on one stream. */
export interface FeedKeeper {
  live(): readonly Message[];
  flags(): Feed['flags'];
  /** The server's time, ISO 8601. */
  serverTime(): string;
  leads(): boolean;
  tell(note: TabNote): void;
  /** Hides one message until the server, asked again, still wants it shown. */
  withdraw(message: Message): void;
  /** Looks at the clocks again and asks for the feed if it is time. */
  wake(): void;
  /** True once the first feed is there; false if there will be none. */
  readonly ready: Promise<boolean>;
  stop(): void;
}

/** Silence after which a stream counts as dead; the server pings every 15 s. */
const streamSilenceMs = 45_000;
/** While a message is shown the clocks are looked at this often: a timer may sleep with the machine. */
const clockCheckMs = 5_000;
/** How long a new tab waits for the leading one to share its feed. */
const shareMs = 1_500;

const now = (): Instant => ({ monotonic: performance.now(), wall: Date.now() });

/** Starts keeping. */
export function startFeedKeeper(options: FeedKeeperOptions): FeedKeeper {
  const { transport, onChange } = options;
  const book = createLeaseBook();
  const stopping = new AbortController();
  let settleReady: (value: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((resolve) => {
    settleReady = resolve;
  });
  let tabs: Tabs = noTabs;
  let flags: Feed['flags'] = {};
  let clockOffset = 0;
  let revision: string | null = null;
  let position = -1;
  let neededPosition = -1;
  let killedAt = -1;
  let notBefore = -Infinity;
  let leading = false;
  let asking = false;
  let overdue = false;
  let failures = 0;
  let askTimer: ReturnType<typeof setTimeout> | undefined;
  let askAt = Infinity;
  let clockTimer: ReturnType<typeof setTimeout> | undefined;
  let lastFeed: Extract<TabNote, { note: 'feed' }> | null = null;

  const show = (): void => {
    clearTimeout(clockTimer);
    const left = book.untilExpiry(now());
    if (left !== null) clockTimer = setTimeout(show, Math.min(left + 1, clockCheckMs));
    onChange();
  };

  /** Asks in `delayMs`, or earlier if that is planned already. */
  const askIn = (delayMs: number, renewal = false): void => {
    const at = performance.now() + delayMs;
    if (stopping.signal.aborted || at >= askAt) return;
    clearTimeout(askTimer);
    askAt = at;
    askTimer = setTimeout(() => {
      askAt = Infinity;
      // Nobody looks at a hidden page: its leases may lapse, and it asks when it is looked at again.
      if (renewal && document.hidden) overdue = true;
      else void ask();
    }, delayMs);
  };

  /** The leading tab renews at about half of the lease; the others only if it has not by then. */
  const planRenewal = (): void => {
    clearTimeout(askTimer);
    askAt = Infinity;
    const lease = book.shortestLease() ?? longestLeaseMs / 2;
    askIn(lease * (leading ? 0.4 + 0.2 * Math.random() : 0.75 + 0.1 * Math.random()), true);
    if (position < neededPosition) askIn(1_000 + 1_000 * Math.random());
  };

  const apply = (raw: unknown, asked: Instant, anew: boolean): boolean => {
    const feed = parseFeed(raw);
    if (!feed || asked.monotonic < notBefore || !book.renew(feed, asked, anew)) return false;
    position = feed.position;
    if (anew) neededPosition = position;
    // A feed from before a kill was cut by it: what it names is not what is shown.
    revision = position < killedAt ? null : feed.revision;
    clockOffset = Date.parse(feed.serverNow) - asked.wall;
    flags = feed.flags;
    settleReady(true);
    show();
    return true;
  };

  const kill = (raw: unknown): void => {
    const parsed = parseKill(raw);
    book.kill(parsed);
    revision = null;
    if (parsed) killedAt = Math.max(killedAt, parsed.position);
    else notBefore = performance.now();
    neededPosition = Math.max(neededPosition, killedAt);
    show();
    if (leading) askIn(Math.random() * 2_000);
  };

  const giveUp = (): void => {
    stopping.abort();
    clearTimeout(askTimer);
    settleReady(false);
    tabs.leave();
  };

  const ask = async (): Promise<void> => {
    if (asking || stopping.signal.aborted) return;
    asking = true;
    overdue = false;
    const asked = now();
    const anew = transport.token() === null;
    const askedRevision = revision;
    const query = askedRevision === null ? '' : `?revision=${encodeURIComponent(askedRevision)}`;
    const answer = anew
      ? await transport.openSession()
      : await transport.ask({ path: `/feed${query}` });
    asking = false;
    if (stopping.signal.aborted) return;
    const { status, body } = answer;
    const raw = anew && isObject(body) ? body.feed : body;
    const token = transport.token();
    if (status === 200 && token && apply(raw, asked, anew)) {
      failures = 0;
      lastFeed = { note: 'feed', feed: raw, token, askedWall: asked.wall, anew };
      tabs.tell(lastFeed);
      planRenewal();
    } else if (status === 204 && askedRevision !== null && askedRevision === revision) {
      failures = 0;
      book.confirm(asked);
      if (lastFeed) lastFeed = { ...lastFeed, askedWall: asked.wall, anew: false };
      tabs.tell({ note: 'confirmed', revision, askedWall: asked.wall });
      show();
      planRenewal();
    } else if (status === 401 && !anew) {
      askIn(Math.random() * 1_000);
    } else if (
      anew &&
      ([400, 403, 404, 410].includes(status) || (status === 401 && !options.identityRenews))
    ) {
      giveUp();
    } else {
      const longest = status === 401 ? 300_000 : 30_000;
      const backOff = Math.min(longest, 1_000 * 2 ** failures++) * (0.5 + 0.5 * Math.random());
      askIn(Math.max(backOff, answer.retryAfterMs));
    }
  };

  const onStreamEvent = ({ event, data }: StreamEvent): void => {
    let body: unknown = null;
    try {
      body = JSON.parse(data);
    } catch {
      // A kill that can't be read still kills; the rest can wait for the next renewal.
    }
    if (event === 'kill') {
      kill(body);
      tabs.tell({ note: 'kill', kill: body });
    } else if ((event === 'sync' || event === 'ready') && isObject(body)) {
      const at = Number(body.position) || 0;
      neededPosition = Math.max(neededPosition, at);
      const within = Math.min(Math.max(Number(body.withinMs) || 0, 0), 60_000);
      if (event === 'sync' || at > position) askIn(Math.random() * within);
    } else {
      show();
    }
  };

  const followStream = async (): Promise<void> => {
    let attempts = 0;
    while (!stopping.signal.aborted) {
      const response = await transport.openStream(stopping.signal);
      if (response?.body) {
        await readEventStream(response.body, streamSilenceMs, (event) => {
          attempts = 0;
          onStreamEvent(event);
        }).catch(() => undefined);
      }
      if (!transport.token()) askIn(Math.random() * 1_000);
      const pause = Math.min(30_000, 1_000 * 2 ** attempts++) * (0.5 + 0.5 * Math.random());
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };

  const onNote = (note: TabNote): void => {
    if (note.note === 'hello') {
      if (leading && lastFeed) tabs.tell(lastFeed);
    } else if (note.note === 'feed') {
      if (!apply(note.feed, instantFromWall(note.askedWall, now()), note.anew)) return;
      transport.adopt(note.token);
      lastFeed = note;
      planRenewal();
    } else if (note.note === 'confirmed') {
      if (note.revision !== revision) return;
      book.confirm(instantFromWall(note.askedWall, now()));
      show();
      planRenewal();
    } else if (note.note === 'kill') {
      kill(note.kill);
    } else {
      options.onNote(note);
    }
  };

  const lead = (): void => {
    leading = true;
    if (lastFeed) planRenewal();
    void (lastFeed ? Promise.resolve() : ask()).then(followStream);
    options.onLead();
  };
  void options.scope.then((scope) => {
    if (stopping.signal.aborted) return;
    tabs = joinTabs(scope, lead, onNote);
    tabs.tell({ note: 'hello' });
    askIn(shareMs * (1 + Math.random()));
  });

  return {
    live: () => (stopping.signal.aborted ? [] : book.live(now())),
    flags: () => flags,
    serverTime: () => new Date(Date.now() + clockOffset).toISOString(),
    leads: () => leading,
    tell: (note) => tabs.tell(note),
    withdraw(message) {
      book.kill({ position, flags: [], messages: [message.id] });
      revision = null;
      show();
      askIn(Math.random() * 1_000);
    },
    wake() {
      show();
      if (overdue && !document.hidden) void ask();
    },
    ready,
    stop() {
      clearTimeout(clockTimer);
      giveUp();
    },
  };
}
