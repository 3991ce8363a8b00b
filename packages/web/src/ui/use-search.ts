import { useEffect, useState } from 'react';

export interface SearchState<Found> {
  readonly found: readonly Found[];
  readonly searching: boolean;
  readonly failed: boolean;
}

/**
 * Asks the server while a person types: 120 ms after the last key, the older question aborted,
 * the older answer kept on screen until the newer one is there. `active` false asks nothing.
 */
export function useSearch<Found>(
  query: string,
  search: (query: string, signal: AbortSignal) => Promise<readonly Found[]>,
  active: boolean,
): SearchState<Found> {
  const [state, setState] = useState<SearchState<Found>>({
    found: [],
    searching: false,
    failed: false,
  });
  useEffect(() => {
    if (!active) return undefined;
    const abort = new AbortController();
    setState((before) => ({ ...before, searching: true }));
    const timer = setTimeout(async () => {
      try {
        const found = await search(query, abort.signal);
        if (!abort.signal.aborted) setState({ found, searching: false, failed: false });
      } catch {
        if (!abort.signal.aborted) setState({ found: [], searching: false, failed: true });
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, search, active]);
  return state;
}
