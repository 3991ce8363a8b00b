import type { Feed, Kill, Message } from './protocol.ts';

/** One moment on two clocks, both in milliseconds. */
export interface Instant {
  /** `performance.now()`: never set back, but may stand still while the machine sleeps. */
  readonly monotonic: number;
  /** `Date.now()`: goes on during sleep, but may be set. */
  readonly wall: number;
}

/** Which messages may be on the screen, and until when. Holds no timer and reads no clock. */
export interface LeaseBook {
  /**
   * Takes over a feed that was asked for at `asked`. Returns false, and changes nothing, for one that
   * is older than what is known, unless `anew` (the first of a session) says to begin from it.
   */
  renew(feed: Feed, asked: Instant, anew?: boolean): boolean;
  /** The server confirmed at `asked` that the feed still holds. */
  confirm(asked: Instant): void;
  /** Takes messages away at once, and keeps older feeds from bringing them back. Null takes all. */
  kill(kill: Kill | null): void;
  /** Messages whose lease runs at `now`, highest priority first. */
  live(now: Instant): readonly Message[];
  /** Milliseconds from `now` until the next lease ends; null when none runs. */
  untilExpiry(now: Instant): number | null;
  /** Shortest lease in the last feed, in milliseconds; null when it held no message. */
  shortestLease(): number | null;
}

/** Time passed, by whichever clock says more: a wrong clock may hide a message early, never late. */
function elapsed(since: Instant, now: Instant): number {
  return Math.max(now.monotonic - since.monotonic, now.wall - since.wall);
}

/**
 * The moment `wall`, told by another tab, on this tab's clocks. Tabs of one machine share the wall
 * clock only; an age below zero means that it was set back meanwhile, and counts as none.
 */
export function instantFromWall(wall: number, now: Instant): Instant {
  return { wall, monotonic: now.monotonic - Math.max(0, now.wall - wall) };
}

/** An empty book. */
export function createLeaseBook(): LeaseBook {
  let messages: readonly Message[] = [];
  let asked: Instant = { monotonic: 0, wall: 0 };
  let position = -1;
  const killedFlags = new Map<string, number>();
  const killedMessages = new Map<string, number>();

  const isKilled = (message: Message): boolean =>
    killedMessages.has(message.id) || (message.flag !== null && killedFlags.has(message.flag.key));
  const left = (message: Message, now: Instant): number => message.validForMs - elapsed(asked, now);

  return {
    renew(feed, askedAt, anew = false) {
      if (feed.position < position && !anew) return false;
      position = feed.position;
      for (const killed of [killedFlags, killedMessages]) {
        for (const [name, at] of killed) if (at <= position) killed.delete(name);
      }
      messages = feed.messages.filter((message) => !isKilled(message));
      asked = askedAt;
      return true;
    },
    confirm(askedAt) {
      asked = askedAt;
    },
    kill(kill) {
      if (kill) {
        for (const flag of kill.flags) killedFlags.set(flag, kill.position);
        for (const message of kill.messages) killedMessages.set(message, kill.position);
      }
      messages = kill ? messages.filter((message) => !isKilled(message)) : [];
    },
    live: (now) => messages.filter((message) => left(message, now) > 0),
    untilExpiry(now) {
      const running = messages.map((message) => left(message, now)).filter((ms) => ms > 0);
      return running.length > 0 ? Math.min(...running) : null;
    },
    shortestLease: () =>
      messages.length > 0 ? Math.min(...messages.map((message) => message.validForMs)) : null,
  };
}
