import type { IncomingHttpHeaders } from 'node:http';
import type { RevisionProbe } from '../pipeline.ts';

const longest = 200;

/** The value at a JSON pointer (RFC 6901); undefined where there is none. */
function atPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** The revision that an address says it runs; null where it says none. */
export function readRevision(
  { pointer, header }: Pick<RevisionProbe, 'pointer' | 'header'>,
  answer: {
    readonly status?: number | undefined;
    readonly headers?: IncomingHttpHeaders;
    readonly body?: string;
  },
): string | null {
  if (answer.status === undefined || answer.status < 200 || answer.status > 299) return null;
  let found: unknown;
  if (header !== undefined) found = answer.headers?.[header.toLowerCase()];
  else if (pointer !== undefined) {
    try {
      found = atPointer(JSON.parse(answer.body ?? ''), pointer);
    } catch {
      return null;
    }
  }
  if (typeof found !== 'string' && typeof found !== 'number') return null;
  const text = String(found).trim().slice(0, longest);
  return text === '' ? null : text;
}

/**
 * Whether an observed revision is one of those that mean the deployed release: its commit (or the
 * first seven characters of it, or more), its version, its tag.
 */
export function isIntended(observed: string, intended: readonly string[]): boolean {
  const said = observed.toLowerCase();
  return intended.some((one) => {
    const wanted = one.toLowerCase();
    const abbreviates = /^[0-9a-f]{7,40}$/.test(said) && /^[0-9a-f]{40}$/.test(wanted);
    return wanted === said || (abbreviates && wanted.startsWith(said));
  });
}
