import { isObject } from './content.ts';

/** An identity JWT, or how to get a fresh one. */
export type IdentitySource = string | (() => string | Promise<string>);

/** Who is using the page. */
export interface Identity {
  /** Names the recipient in one short word that says nothing about the person; settles late, never fails. */
  readonly scope: Promise<string>;
  /** A JWT to open a session with; rejects when there is none, or when it became someone else's. */
  jwt(): Promise<string>;
  /** Whether a refused JWT can be replaced. */
  readonly renews: boolean;
}

/** Claims that tell people apart, unverified: the server verifies, here they only name a recipient. */
function recipientOf(jwt: string): string {
  try {
    const claims = (jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const parsed: unknown = JSON.parse(atob(claims));
    return isObject(parsed) ? JSON.stringify([parsed.sub, parsed.account]) : jwt;
  } catch {
    return jwt;
  }
}

/** FNV-1a, twice 32 bits: the name under which tabs find one another and unsent receipts wait. */
export function scopeOf(baseUrl: string, environmentKey: string, jwt: string): string {
  const text = JSON.stringify([baseUrl, environmentKey, recipientOf(jwt)]);
  const half = (seed: number): string => {
    let hash = seed;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    return (hash >>> 0).toString(36);
  };
  return `throughline.${half(0x811c9dc5)}${half(0x01234567)}`;
}

/** Gets the first JWT, trying again for as long as it takes, and checks that later ones are the same person's. */
export function createIdentity(
  source: IdentitySource,
  baseUrl: string,
  environmentKey: string,
): Identity {
  const get = async (): Promise<string> => {
    const jwt = typeof source === 'string' ? source : await source();
    if (typeof jwt !== 'string' || jwt === '') throw new TypeError('no identity');
    return jwt;
  };
  const first = async (): Promise<string> => {
    for (let failures = 0; ; failures++) {
      try {
        return await get();
      } catch {
        const pause = Math.min(60_000, 1_000 * 2 ** failures) * (0.5 + 0.5 * Math.random());
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
  let unused: Promise<string> | null = first();
  const scope = unused.then((jwt) => scopeOf(baseUrl, environmentKey, jwt));
  return {
    scope,
    renews: typeof source !== 'string',
    async jwt() {
      const jwt = await (unused ?? get());
      unused = null;
      // Someone else has signed in: what this page shows is still the first person's.
      if (scopeOf(baseUrl, environmentKey, jwt) !== (await scope))
        throw new Error('another recipient');
      return jwt;
    },
  };
}
