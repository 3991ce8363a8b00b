import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { addressRefusal, reachOf } from './address-rules.ts';
import { addressesOf } from './addresses-of.ts';

/** Why an outside address gave no answer; the message is for whoever entered the address. */
export class OutsideError extends Error {
  readonly code: 'refused' | 'unreachable' | 'timed_out' | 'too_large';

  constructor(code: OutsideError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The part of the platform's `fetch` that clients of other companies' tools use. */
export type OutsideFetch = (
  input: string | URL,
  init?: {
    readonly method?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: string | undefined;
  },
) => Promise<Response>;

/** What an administrator allowed by entering an address, and how much is waited for. */
export interface OutsideBounds {
  /** The hosts that may be asked. */
  readonly hosts: readonly string[];
  /** Those that an administrator listed, which may be of a private network; all of them unless told. */
  readonly listed?: readonly string[];
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

/** Statuses whose answers have no body, which `Response` insists on. */
const bodiless = new Set([204, 205, 304]);

/**
 * A `fetch` that can't be led astray: it asks listed hosts alone, looks a host up once and contacts
 * exactly the address that was checked, follows no redirect, and reads no more than it may. Plain
 * text is spoken only within private networks and this machine. Throws `OutsideError`.
 */
export function outsideFetch(bounds: OutsideBounds): OutsideFetch {
  return async (input, init = {}) => {
    const url = new URL(input);
    const addresses = await admitted(url, bounds);
    let failure: OutsideError | undefined;
    // `localhost` is often two addresses of which one listens.
    for (const pinned of addresses.slice(0, 4)) {
      try {
        return await ask(url, pinned, init, bounds);
      } catch (error) {
        if (!(error instanceof OutsideError) || error.code !== 'unreachable') throw error;
        failure = error;
      }
    }
    throw failure ?? new OutsideError('unreachable', `${url.hostname} has no address.`);
  };
}

async function admitted(url: URL, { hosts, listed = hosts }: OutsideBounds): Promise<string[]> {
  const refuse = (why: string) => new OutsideError('refused', `Not asked: ${why}.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('only http and https');
  if (url.username !== '' || url.password !== '') throw refuse('the address carries credentials');
  if (!hosts.includes(url.hostname)) {
    throw refuse(`${url.hostname} is another host than the one that was entered`);
  }
  const addresses = await addressesOf(url.hostname);
  const refusal = addressRefusal(url.hostname, addresses, listed);
  if (refusal !== undefined) {
    throw addresses.length > 0 ? refuse(refusal) : new OutsideError('unreachable', `${refusal}.`);
  }
  if (url.protocol === 'http:' && addresses.some((address) => reachOf(address) === 'public')) {
    throw refuse('http would send the token in plain text over the internet; use https');
  }
  return addresses;
}

function ask(
  url: URL,
  pinned: string,
  init: NonNullable<Parameters<OutsideFetch>[1]>,
  { timeoutMs, mostBytes }: OutsideBounds,
): Promise<Response> {
  const family = isIP(pinned);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
      reject(
        error instanceof OutsideError
          ? error
          : timedOut
            ? new OutsideError('timed_out', `No answer in ${timeoutMs} ms.`)
            : new OutsideError('unreachable', `No answer: ${error.code ?? error.message}.`),
      );
    };
    const request = send(
      url,
      {
        agent: false,
        method: init.method ?? 'GET',
        headers: {
          'user-agent': 'Throughline',
          ...init.headers,
          ...(init.body === undefined
            ? {}
            : { 'content-length': String(Buffer.byteLength(init.body)) }),
        },
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_host, wanted, found) => {
          if (wanted.all) found(null, [{ address: pinned, family }]);
          else found(null, pinned, family);
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostBytes) {
            fail(new OutsideError('too_large', `More than ${mostBytes} bytes came.`));
            request.destroy();
          } else {
            chunks.push(chunk);
          }
        });
        answer.on('error', fail);
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          const headers = new Headers();
          for (const [name, value] of Object.entries(answer.headers)) {
            for (const one of [value ?? []].flat()) headers.append(name, one);
          }
          const body = bodiless.has(status) ? null : Buffer.concat(chunks);
          resolve(new Response(body, { status, headers }));
        });
      },
    );
    request.on('error', fail);
    request.end(init.body);
  });
}
