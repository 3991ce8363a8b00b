import { isObject } from './content.ts';

/** The part of `Storage` that is used here. */
export type KeyedStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What a person did with a message; `at` is server time, ISO 8601. */
export interface ReceiptEntry {
  readonly message: string;
  readonly campaign: string;
  readonly epoch: number;
  readonly act: 'shown' | 'seen' | 'clicked' | 'dismissed';
  readonly at: string;
  readonly claim?: string;
}

/** A usage event that the host page reported, or a flag that it read. */
export interface UsageEntry {
  readonly id: string;
  readonly at: string;
  readonly name: string;
  readonly value?: number;
  readonly attributes?: object;
  readonly variation?: number | null;
}

/** Anything that waits to be sent. */
export type Entry =
  | { readonly receipt: ReceiptEntry }
  | { readonly event: UsageEntry }
  | { readonly evaluation: UsageEntry };

/** What waits to be sent, kept over reloads and across tabs. */
export interface Outbox {
  add(entry: Entry): void;
  /** Up to `limit` entries, oldest first, under the names to drop them by. */
  peek(limit: number): readonly (readonly [name: string, entry: Entry])[];
  drop(names: readonly string[]): void;
}

/** The receipts of one message, merged: the earliest time of each act. */
export interface Receipt {
  message: string;
  campaign: string;
  epoch: number;
  claim?: string;
  shown?: string;
  seen?: string;
  clicked?: string;
  dismissed?: string;
}

/** At most this many entries wait; then the oldest goes. */
export const outboxBound = 200;

/** Storage of this page alone, for where the browser offers none. */
export function createPageStorage(): KeyedStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

/** Names below `prefix`, in order. */
export function namesBelow(storage: KeyedStorage, prefix: string): string[] {
  const names: string[] = [];
  for (let index = 0; index < storage.length; index++) {
    const name = storage.key(index);
    if (name?.startsWith(prefix)) names.push(name);
  }
  return names.toSorted();
}

/** What lies in the storage was put there by this code, or by an earlier version of it. */
const isEntry = (value: unknown): value is Entry =>
  isObject(value) && isObject(value.receipt ?? value.event ?? value.evaluation);

let sequence = 0;

/**
 * An outbox below `prefix`. Each entry is an item of its own, so that two tabs that write at once
 * cannot lose one another's; names sort by time.
 */
export function createOutbox(storage: KeyedStorage, prefix: string, now = Date.now): Outbox {
  const read = (name: string): Entry | null => {
    try {
      const entry: unknown = JSON.parse(storage.getItem(name) ?? 'null');
      return isEntry(entry) ? entry : null;
    } catch {
      return null;
    }
  };
  return {
    add(entry) {
      const waiting = namesBelow(storage, prefix);
      for (const name of waiting.slice(0, Math.max(0, waiting.length - outboxBound + 1))) {
        storage.removeItem(name);
      }
      const order = String(sequence++).padStart(6, '0');
      const chance = Math.random().toString(36).slice(2, 8);
      try {
        storage.setItem(`${prefix}${now()}.${order}.${chance}`, JSON.stringify(entry));
      } catch {
        // Storage is full: a receipt is worth less than the host page's own use of it.
      }
    },
    peek(limit) {
      const entries: [string, Entry][] = [];
      for (const name of namesBelow(storage, prefix).slice(0, limit)) {
        const entry = read(name);
        if (entry) entries.push([name, entry]);
        else storage.removeItem(name);
      }
      return entries;
    },
    drop(names) {
      for (const name of names) storage.removeItem(name);
    },
  };
}

/** Merges receipt entries by campaign and epoch, keeping the earliest time of each act. */
export function mergeReceipts(entries: readonly ReceiptEntry[]): Receipt[] {
  const merged = new Map<string, Receipt>();
  for (const { message, campaign, epoch, act, at, claim } of entries) {
    const key = `${campaign} ${epoch}`;
    const receipt = merged.get(key) ?? { message, campaign, epoch };
    if (at < (receipt[act] ?? '~')) receipt[act] = at;
    if (claim) receipt.claim = claim;
    merged.set(key, receipt);
  }
  return [...merged.values()];
}
