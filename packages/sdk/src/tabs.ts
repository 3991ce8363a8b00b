/** What tabs of one browser tell each other; only the tabs of one origin and one recipient hear it. */
export type TabNote =
  | { readonly note: 'hello' | 'outbox' }
  | {
      readonly note: 'feed';
      readonly feed: unknown;
      readonly token: string;
      readonly askedWall: number;
      readonly anew: boolean;
    }
  | { readonly note: 'confirmed'; readonly revision: string; readonly askedWall: number }
  | { readonly note: 'kill'; readonly kill: unknown }
  | { readonly note: 'recorded' | 'suppressed'; readonly key: string };

/** This tab's place among the tabs. */
export interface Tabs {
  /** Tells all other tabs. */
  tell(note: TabNote): void;
  /** Leaves; another tab takes over the lead. */
  leave(): void;
}

/** No other tab in sight. */
export const noTabs: Tabs = { tell: () => undefined, leave: () => undefined };

/**
 * Joins the tabs of `scope`. Exactly one holds the Web Lock and leads; when it closes or crashes the
 * browser hands the lock on. Where locks or channels are missing (an insecure page, an old browser)
 * every tab leads itself.
 */
export function joinTabs(scope: string, onLead: () => void, onNote: (note: TabNote) => void): Tabs {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    queueMicrotask(onLead);
    return noTabs;
  }
  const channel = new BroadcastChannel(scope);
  const waiting = new AbortController();
  let release: () => void = () => undefined;
  channel.onmessage = (event: MessageEvent<TabNote>) => onNote(event.data);
  navigator.locks
    .request(scope, { signal: waiting.signal }, () => {
      // Left in the moment in which the lock came: hand it straight on.
      if (waiting.signal.aborted) return undefined;
      onLead();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined);
  return {
    tell(note) {
      if (!waiting.signal.aborted) channel.postMessage(note);
    },
    leave() {
      waiting.abort();
      release();
      channel.close();
    },
  };
}
