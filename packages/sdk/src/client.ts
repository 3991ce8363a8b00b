import { isObject, safeAddress } from './content.ts';
import { startFeedKeeper } from './feed-keeper.ts';
import type { FeedKeeper } from './feed-keeper.ts';
import { createIdentity } from './identity.ts';
import type { IdentitySource } from './identity.ts';
import { createOutbox, createPageStorage, namesBelow, outboxBound } from './outbox.ts';
import type { Entry, KeyedStorage, ReceiptEntry } from './outbox.ts';
import type { EvaluatedFlag, Json, Message } from './protocol.ts';
import { createReceiptSender } from './receipt-sender.ts';
import { createTransport } from './transport.ts';

/** The host page's own flag client, if it has one: a message shows only where both agree. */
export interface FlagClient {
  variation(key: string, fallback?: unknown): unknown;
  on?(event: 'change', listener: () => void): unknown;
}

/** What the client needs to know. */
export interface ClientOptions {
  /** Address of the Throughline server; the page's own origin if left out. */
  readonly baseUrl?: string;
  /** The environment's client-side id. */
  readonly environmentKey: string;
  /** The identity JWT that the customer's server signed, or a function that fetches a fresh one. */
  readonly identity: IdentitySource;
  readonly flagClient?: FlagClient;
  /** BCP 47; the browser's language if left out. */
  readonly locale?: string;
}

/** Flags that changed, by key. */
export type FlagChanges = Readonly<
  Record<string, { readonly previous: Json | undefined; readonly current: Json | undefined }>
>;

/** What one can listen for. */
export interface ClientEvents {
  /** Flag values differ from before. */
  change: FlagChanges;
  /** The set of messages on show may differ. */
  messages: undefined;
}

/** A person's opinion, about one message or in general. `id` makes sending it again harmless. */
export interface GivenFeedback {
  readonly id: string;
  readonly text: string;
  /** 1 (poor) to 5 (excellent). */
  readonly rating?: number;
  readonly message?: Message;
}

/** Flags, messages and receipts without any user interface. Nothing here throws. */
export interface Client {
  /** True once the first answer is there; false if there will be none (a wrong key or identity). */
  readonly ready: Promise<boolean>;
  /** The flag's value for this recipient, or `fallback` while unknown, absent or of another type. */
  readonly variation: <T extends Json>(key: string, fallback: T) => T;
  /** Listens; returns the way to stop listening. */
  readonly on: <K extends keyof ClientEvents>(
    event: K,
    listener: (detail: ClientEvents[K]) => void,
  ) => () => void;
  /** Reports a usage event, which counts towards adoption. */
  readonly track: (
    event: string,
    detail?: { readonly value?: number; readonly attributes?: { readonly [key: string]: Json } },
  ) => void;
  /** Messages that may be shown at this moment, highest priority first. */
  messages(): readonly Message[];
  /** The server's time, ISO 8601. */
  readonly serverTime: () => string;
  isSeen(message: Message): boolean;
  record(message: Message, act: ReceiptEntry['act']): void;
  /** Hides the message in this browser; `dismissed` also tells the server. */
  hide(message: Message, dismissed: boolean): void;
  /** Claims a modal; true only for the one tab on the one device that may show it. */
  claim(message: Message): Promise<boolean>;
  /** Asks the gate; the address to open, or null if the promise no longer holds or cannot be confirmed. */
  openAction(message: Message): Promise<string | null>;
  /** Sends feedback; false if it did not arrive. */
  sendFeedback(feedback: GivenFeedback): Promise<boolean>;
  /** Ends everything; nothing is shown from then on. */
  close(): void;
}

const hiddenBound = 200;

const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length && left.every(([key, value]) => same(value, Reflect.get(b, key)))
  );
};

const pageStorage = (): KeyedStorage => {
  try {
    localStorage.removeItem('throughline');
    return localStorage;
  } catch {
    return createPageStorage();
  }
};

/** 128 random bits; `crypto.randomUUID` is missing on insecure pages. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
const nameOf = (message: Message): string => `${message.id}.${message.epoch}`;

/** Starts a client: opens a session, or follows the tab of this browser that has one. */
export function createClient(options: ClientOptions): Client {
  const { environmentKey, flagClient } = options;
  const baseUrl = (options.baseUrl ?? location.origin).replace(/\/$/, '');
  const identity = createIdentity(options.identity, baseUrl, environmentKey);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const locale = options.locale ?? navigator.language;
  const transport = createTransport({ baseUrl, environmentKey, identity, locale, timeZone });
  let storage = createPageStorage();
  let outbox = createOutbox(storage, '');
  let hiddenPrefix = '';
  const recorded = new Set<string>();
  const claims = new Map<string, string>();
  const read = new Set<string>();
  const listeners: { [K in keyof ClientEvents]: Set<(detail: ClientEvents[K]) => void> } = {
    change: new Set(),
    messages: new Set(),
  };
  const closing = new AbortController();
  let known: Readonly<Record<string, EvaluatedFlag>> = {};

  const emit = <K extends keyof ClientEvents>(event: K, detail: ClientEvents[K]): void => {
    for (const listener of listeners[event]) {
      try {
        listener(detail);
      } catch (error) {
        // The host page's own mistake: reported as one, but no reason to stop here.
        reportError(error);
      }
    }
  };

  const onChange = (): void => {
    const flags = keeper.flags();
    if (flags !== known) {
      const changes: Record<string, FlagChanges[string]> = {};
      for (const key of new Set([...Object.keys(known), ...Object.keys(flags)])) {
        const [previous, current] = [known[key]?.value, flags[key]?.value];
        if (!same(previous, current)) changes[key] = { previous, current };
      }
      known = flags;
      if (Object.keys(changes).length > 0) emit('change', changes);
    }
    emit('messages', undefined);
  };

  const sender = createReceiptSender(transport, () =>
    keeper.leads() && transport.token() ? outbox : null,
  );
  const enqueue = (entry: Entry): void => {
    outbox.add(entry);
    if (keeper.leads()) sender.plan();
    else keeper.tell({ note: 'outbox' });
  };

  const scope = identity.scope.then((name) => {
    const early = outbox.peek(outboxBound);
    storage = pageStorage();
    outbox = createOutbox(storage, `${name}.out.`);
    hiddenPrefix = `${name}.hidden.`;
    for (const [, entry] of early) outbox.add(entry);
    return name;
  });
  const keeper: FeedKeeper = startFeedKeeper({
    transport,
    scope,
    identityRenews: identity.renews,
    onChange,
    onLead: sender.plan,
    onNote(note) {
      if (note.note === 'outbox' && keeper.leads()) sender.plan();
      if (note.note === 'recorded') recorded.add(note.key);
      emit('messages', undefined);
    },
  });

  const agrees = ({ flag }: Message): boolean => {
    if (!flag || !flagClient) return true;
    try {
      return same(flagClient.variation(flag.key, undefined), flag.value);
    } catch {
      return false;
    }
  };
  const isHidden = (message: Message): boolean =>
    storage.getItem(hiddenPrefix + nameOf(message)) !== null;
  const isLive = (message: Message): boolean =>
    keeper.live().some((other) => nameOf(other) === nameOf(message)) && agrees(message);

  const record = (message: Message, act: ReceiptEntry['act']): void => {
    const key = `${nameOf(message)}.${act}`;
    if (recorded.has(key) || (message.seen && (act === 'shown' || act === 'seen'))) return;
    recorded.add(key);
    keeper.tell({ note: 'recorded', key });
    const { id, campaign, epoch } = message;
    const claim = claims.get(nameOf(message));
    const at = keeper.serverTime();
    enqueue({ receipt: { message: id, campaign, epoch, act, at, ...(claim ? { claim } : {}) } });
    if (act === 'seen') emit('messages', undefined);
  };

  const { signal } = closing;
  const wake = (): void => {
    keeper.wake();
    if (document.hidden) sender.sendLast();
  };
  document.addEventListener('visibilitychange', wake, { signal });
  addEventListener('pageshow', wake, { signal });
  addEventListener('online', sender.plan, { signal });
  addEventListener('pagehide', sender.sendLast, { signal });
  try {
    flagClient?.on?.('change', () => emit('messages', undefined));
  } catch {
    // A flag client of another kind: it is still asked whenever something is to be shown.
  }

  return {
    ready: keeper.ready,
    variation<T extends Json>(key: string, fallback: T): T {
      const flag = keeper.flags()[key];
      const served = (value: Json): value is T => typeOf(value) === typeOf(fallback);
      if (!flag) return fallback;
      const once = `${key} ${flag.variation}`;
      if (!read.has(once)) {
        read.add(once);
        const { variation } = flag;
        enqueue({ evaluation: { id: newId(), at: keeper.serverTime(), name: key, variation } });
      }
      return served(flag.value) ? flag.value : fallback;
    },
    on(event, listener) {
      listeners[event].add(listener);
      return () => void listeners[event].delete(listener);
    },
    track(event, detail = {}) {
      enqueue({ event: { ...detail, id: newId(), at: keeper.serverTime(), name: event } });
    },
    messages: () =>
      keeper
        .live()
        .filter((message) => !isHidden(message) && agrees(message))
        // A modal that someone claimed is only for whoever claimed it.
        .filter((message) => !message.claimed || claims.has(nameOf(message))),
    serverTime: () => keeper.serverTime(),
    isSeen: (message) => message.seen || recorded.has(`${nameOf(message)}.seen`),
    record,
    hide(message, dismissed) {
      const names = namesBelow(storage, hiddenPrefix);
      for (const name of names.slice(0, Math.max(0, names.length - hiddenBound + 1)))
        storage.removeItem(name);
      try {
        storage.setItem(hiddenPrefix + nameOf(message), '1');
      } catch {
        // Storage is full: the receipt still tells the server, and the next feed leaves it out.
      }
      if (dismissed) record(message, 'dismissed');
      keeper.tell({ note: 'suppressed', key: nameOf(message) });
      emit('messages', undefined);
    },
    async claim(message) {
      const body = { message: message.id, epoch: message.epoch };
      const { status, body: answer } = await transport.ask({
        path: '/claim',
        body,
        timeoutMs: 5_000,
      });
      if (status !== 200 || !isObject(answer) || typeof answer.claim !== 'string') return false;
      claims.set(nameOf(message), answer.claim);
      return isLive(message);
    },
    async openAction(message) {
      if (!isLive(message)) return null;
      const body = { message: message.id, epoch: message.epoch };
      const { status, body: answer } = await transport.ask({
        path: '/click',
        body,
        timeoutMs: 5_000,
      });
      const open = status === 200 && isObject(answer) && answer.open === true && agrees(message);
      const url = open ? safeAddress(answer.url, location.href) : null;
      if (url) record(message, 'clicked');
      else if (status === 200) keeper.withdraw(message);
      return url;
    },
    async sendFeedback({ id, text, rating, message }) {
      const about = message ? { message: message.id, epoch: message.epoch } : {};
      const page = location.origin + location.pathname;
      const body = { id, text, page, ...(rating ? { rating } : {}), ...about };
      const { status } = await transport.ask({ path: '/feedback', body });
      return status === 202;
    },
    close() {
      sender.sendLast();
      closing.abort();
      sender.stop();
      keeper.stop();
      emit('messages', undefined);
    },
  };
}
