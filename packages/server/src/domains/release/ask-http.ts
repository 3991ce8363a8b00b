import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { addressRefusal } from '../../platform/outside/address-rules.ts';
import { addressesOf } from '../../platform/outside/addresses-of.ts';

/** What an address answered, or why it didn't. Nothing is asked where `refused` is set. */
export interface HttpAnswer {
  readonly status: number | undefined;
  readonly says: string;
  readonly refused: boolean;
  /** Whether a connection stood, so that what was sent may have arrived. */
  readonly reached: boolean;
  /** Where they were asked for: the headers, and the beginning of the body. */
  readonly headers?: IncomingHttpHeaders;
  readonly body?: string;
}

/** How an address is asked: GET, unless something is sent. */
export interface Asking {
  readonly hosts: readonly string[];
  readonly timeoutMs: number;
  readonly send?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** Reads so many bytes of the answer's body. */
  readonly keepBytes?: number;
}

/**
 * Asks an address, if its host is listed. The host is looked up once, checked, and exactly
 * that address is contacted; redirects are not followed, since they could lead anywhere.
 */
export async function askHttp(address: string, options: Asking): Promise<HttpAnswer> {
  const url = new URL(address);
  const refuse = (why: string): HttpAnswer => ({
    status: undefined,
    says: `Not asked: ${why}.`,
    refused: true,
    reached: false,
  });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('only http and https');
  if (url.username !== '' || url.password !== '') return refuse('the address carries credentials');
  if (!options.hosts.includes(url.hostname)) {
    return refuse(`${url.hostname} is not among the hosts that an administrator listed for gates`);
  }
  const addresses = await addressesOf(url.hostname);
  const refusal = addressRefusal(url.hostname, addresses, options.hosts);
  if (refusal !== undefined) {
    return addresses.length > 0
      ? refuse(refusal)
      : { status: undefined, says: `${refusal}.`, refused: false, reached: false };
  }
  // `localhost` is often two addresses of which one listens.
  let answer: HttpAnswer | undefined;
  for (const pinned of addresses.slice(0, 4)) {
    answer = await ask(url, pinned, options);
    if (answer.status !== undefined || answer.reached) break;
  }
  return answer ?? refuse('no address');
}

function ask(url: URL, pinned: string, options: Asking): Promise<HttpAnswer> {
  const { timeoutMs, send, keepBytes } = options;
  const family = isIP(pinned);
  return new Promise((resolve) => {
    let reached = false;
    const settle = (status: number | undefined, says: string, kept: object = {}) =>
      resolve({ status, says, refused: false, reached, ...kept });
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = open(
      url,
      {
        agent: false,
        method: send ? 'POST' : 'GET',
        headers: {
          'user-agent': 'Throughline',
          accept: '*/*',
          ...send?.headers,
          ...(send ? { 'content-length': Buffer.byteLength(send.body) } : {}),
        },
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_host, wanted, found) => {
          if (wanted.all) found(null, [{ address: pinned, family }]);
          else found(null, pinned, family);
        },
      },
      (response) => {
        const says = `It answered ${response.statusCode}.`;
        if (keepBytes === undefined) {
          settle(response.statusCode, says);
          response.destroy();
          return;
        }
        let body = Buffer.alloc(0);
        const end = () =>
          settle(response.statusCode, says, {
            headers: response.headers,
            body: body.subarray(0, keepBytes).toString('utf8'),
          });
        response.on('data', (chunk: Buffer) => {
          body = Buffer.concat([body, chunk]);
          if (body.length >= keepBytes) response.destroy();
        });
        response.once('close', end);
      },
    );
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (reached = true));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
      settle(
        undefined,
        timedOut ? `No answer in ${timeoutMs} ms.` : `No answer: ${error.code ?? error.message}.`,
      );
    });
    request.end(send?.body);
  });
}
