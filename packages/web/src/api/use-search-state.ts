import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';

/** What a page keeps in its URL, as text. */
export type SearchState = Readonly<Record<string, string | undefined>>;

/**
 * The page's search, and what changes a part of it: in place, so that "back" leaves the page. An
 * undefined or empty value takes its name out of the URL.
 */
export function useSearchState(): readonly [SearchState, (changes: SearchState) => void] {
  const present: unknown = useSearch({ strict: false });
  const search = (present ?? {}) as SearchState;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: SearchState) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => {
          const next = { ...before, ...changes };
          for (const [name, value] of Object.entries(changes)) if (!value) delete next[name];
          return next;
        },
        replace: true,
      }),
    [navigate],
  );
  return [search, change];
}

/** The text of a search field: at once what is typed, and after a moment in the URL as `q`. */
export function useSearchText(): readonly [string, (text: string) => void] {
  const [{ q = '' }, change] = useSearchState();
  const [text, setText] = useState(q);
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => change({ q: text }), 200);
    return () => clearTimeout(timer);
  }, [text, q, change]);
  return [text, setText];
}
