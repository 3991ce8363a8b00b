import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { addressRefusal } from '../../platform/outside/address-rules.ts';
import { addressesOf } from '../../platform/outside/addresses-of.ts';

/** What an address answered, or why it didn't. Nothing is asked where `refused` is set. */
export interface HttpAnswer {
  readonly status: number | undefined;
  readonly says: string;
  readonly refused: boolean;
}

/**
 * Asks an address with GET, if its host is listed. The host is looked up once, checked, and exactly
 * that address is contacted; redirects are not followed, since they could lead anywhere.
 */
export async function askHttp(
  address: string,
  options: { hosts: readonly string[]; timeoutMs: number },
): Promise<HttpAnswer> {
  const url = new URL(address);
  const refuse = (why: string): HttpAnswer => ({
    status: undefined,
    says: `Not asked: ${why}.`,
    refused: true,
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
      : { status: undefined, says: `${refusal}.`, refused: false };
  }
  // `localhost` is often two addresses of which one listens.
  let answer: HttpAnswer | undefined;
  for (const pinned of addresses.slice(0, 4)) {
    answer = await ask(url, pinned, options.timeoutMs);
    if (answer.status !== undefined) break;
  }
  return answer ?? refuse('no address');
}

function ask(url: URL, pinned: string, timeoutMs: number): Promise<HttpAnswer> {
  const family = isIP(pinned);
  return new Promise((resolve) => {
    const settle = (status: number | undefined, says: string) =>
      resolve({ status, says, refused: false });
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(
      url,
      {
        agent: false,
        headers: { 'user-agent': 'Throughline', accept: '*/*' },
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_host, wanted, found) => {
          if (wanted.all) found(null, [{ address: pinned, family }]);
          else found(null, pinned, family);
        },
      },
      (response) => {
        settle(response.statusCode, `It answered ${response.statusCode}.`);
        response.destroy();
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
      settle(
        undefined,
        timedOut ? `No answer in ${timeoutMs} ms.` : `No answer: ${error.code ?? error.message}.`,
      );
    });
    request.end();
  });
}
