import { isObject } from './content.ts';
import type { Identity } from './identity.ts';

/** Where and as whom to ask. */
export interface TransportOptions {
  /** Address of the Throughline server, without a trailing slash. */
  readonly baseUrl: string;
  /** The environment's client-side id. */
  readonly environmentKey: string;
  readonly identity: Identity;
  readonly locale: string;
  readonly timeZone: string;
}

/** What came of a request. Status 0: no answer (network, time-out, or an identity that did not come). */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The server's `Retry-After`, in milliseconds; 0 when it gave none. */
  readonly retryAfterMs: number;
}

/** A request below `/sdk/v1`. */
export interface Ask {
  readonly path: string;
  /** A body makes it a POST. */
  readonly body?: unknown;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
  readonly timeoutMs?: number;
}

/** The wire: opens sessions and sends requests. Nothing here throws. */
export interface Transport {
  /** The session token in use; null before the first session and after one was refused. */
  token(): string | null;
  /** Takes over the session of another tab. */
  adopt(token: string): void;
  /** Opens a session: the answer's body holds the first feed. */
  openSession(): Promise<Answer>;
  ask(ask: Ask): Promise<Answer>;
  /** Opens the event stream; null when it could not be opened. */
  openStream(signal: AbortSignal): Promise<Response | null>;
}

const silent: Answer = { status: 0, body: null, retryAfterMs: 0 };

/** The wire to one environment. */
export function createTransport(options: TransportOptions): Transport {
  const root = `${options.baseUrl}/sdk/v1`;
  let token: string | null = null;

  const send = async (
    { path, body, keepalive, timeoutMs }: Ask,
    authorization: string,
  ): Promise<Answer> => {
    try {
      const response = await fetch(root + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers:
          body === undefined
            ? { authorization }
            : { authorization, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        keepalive: keepalive === true,
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs ?? 10_000),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text ? JSON.parse(text) : null,
        retryAfterMs: (Number(response.headers.get('retry-after')) || 0) * 1_000,
      };
    } catch {
      return silent;
    }
  };

  return {
    token: () => token,
    adopt(other) {
      token = other;
    },
    async openSession() {
      const { identity, environmentKey, locale, timeZone } = options;
      try {
        const body = { identity: await identity.jwt(), locale, timeZone };
        const answer = await send({ path: '/session', body }, `Environment ${environmentKey}`);
        const opened = isObject(answer.body) ? answer.body.token : null;
        if (answer.status === 200 && typeof opened === 'string') token = opened;
        return answer;
      } catch {
        return silent;
      }
    },
    async ask(ask) {
      const used = token;
      if (!used) return { ...silent, status: 401 };
      const answer = await send(ask, `Bearer ${used}`);
      if (answer.status === 401 && token === used) token = null;
      return answer;
    },
    async openStream(signal) {
      const used = token;
      if (!used) return null;
      try {
        const response = await fetch(`${root}/stream`, {
          headers: { authorization: `Bearer ${used}`, accept: 'text/event-stream' },
          credentials: 'omit',
          cache: 'no-store',
          signal,
        });
        if (response.status === 401 && token === used) token = null;
        if (response.ok && response.body) return response;
        await response.body?.cancel();
      } catch {
        // The caller tries again later.
      }
      return null;
    },
  };
}
