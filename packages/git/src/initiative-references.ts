import type { Trailer } from './commits.ts';

export interface InitiativeReference {
  /** A reference (`ini_` and 26 characters of base 32), or a key that a person wrote. */
  readonly reference: string;
  readonly from: 'branch' | 'trailer';
}

/** TypeID 0.3: a prefix, an underscore, 128 bits in Crockford's base 32 in lower case. */
const reference = /(?<![0-9a-z])ini_[0-7][0-9a-hjkmnp-tv-z]{25}(?![0-9a-z])/g;
const key = /^[A-Za-z][\w-]{1,79}$/;

/**
 * The initiatives that a branch's name and the trailers of its commits (`Initiative: …`) refer to,
 * each once, trailers first: what is written on purpose says more than a name. A trailer may name
 * several, between commas or spaces, as references or keys; whether they exist is for the caller
 * to find out.
 */
export function initiativeReferences(source: {
  branch?: string;
  trailers?: readonly Trailer[];
}): InitiativeReference[] {
  const found = new Map<string, InitiativeReference>();
  const add = (text: string, from: InitiativeReference['from']) => {
    if (!found.has(text)) found.set(text, { reference: text, from });
  };
  for (const trailer of source.trailers ?? []) {
    if (trailer.key.toLowerCase() !== 'initiative') continue;
    for (const word of trailer.value.split(/[\s,;]+/)) {
      if (key.test(word)) add(word.match(reference)?.[0] ?? word, 'trailer');
    }
  }
  for (const [text] of (source.branch ?? '').matchAll(reference)) add(text, 'branch');
  return [...found.values()];
}
