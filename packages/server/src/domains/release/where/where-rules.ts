import { workRef } from '@throughline/contract';
import type { EntityRef } from '@throughline/contract';

/** What a person looks for, as their words are taken. */
export type Sought =
  | { readonly read: 'commit'; readonly sha: string }
  | {
      readonly read: 'work';
      readonly ref: EntityRef<'change' | 'initiative' | 'feature' | 'story'>;
    }
  | { readonly read: 'key'; readonly key: string }
  | { readonly read: 'nothing' };

/** Takes words for a commit, a reference, or the key of an issue. */
export function soughtBy(words: string): Sought {
  const text = words.trim();
  const work = workRef.safeParse(text.toLowerCase());
  if (work.success) return { read: 'work', ref: work.data };
  if (/^[0-9a-f]{7,64}$/i.test(text)) return { read: 'commit', sha: text.toLowerCase() };
  if (/^(?:[A-Za-z][A-Za-z0-9]{0,20}-\d{1,9}|#\d{1,9}|![0-9]{1,9})$/.test(text)) {
    return { read: 'key', key: text };
  }
  return { read: 'nothing' };
}

/** A key as a pattern that finds it alone: CORE-1 isn't found in CORE-12 (POSIX extended). */
export function keyPattern(key: string): string {
  return `(^|[^A-Za-z0-9])${key}($|[^A-Za-z0-9])`;
}
