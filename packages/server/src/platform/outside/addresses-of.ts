import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a host; none where it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [bare];
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
