import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

/** The parameters of a page's address that are text, by name. */
type TextSearch<K extends string> = { readonly [N in K]?: string };

/** A route's search as flat text: what is in the URL and nothing else. For `validateSearch`. */
export function textSearch<K extends string>(
  ...names: readonly K[]
): (search: Record<string, unknown>) => TextSearch<K> {
  return (search) => {
    const kept: { [N in K]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
      else if (typeof value === 'number') kept[name] = String(value);
    }
    return kept;
  };
}

/** The page's present search parameters, and what changes some of them (undefined takes one out). */
export function useTextSearch<K extends string>(
  ...names: readonly K[]
): [TextSearch<K>, (change: { readonly [N in K]?: string | undefined }) => void] {
  const search: unknown = useSearch({ strict: false });
  const navigate = useNavigate();
  const present = textSearch(...names)((search ?? {}) as Record<string, unknown>);
  return [
    present,
    (change) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...change }),
        replace: true,
      }),
  ];
}

/** The reference in the page's address: `/initiatives/$ref`. */
export function useReference(): string {
  const params: unknown = useParams({ strict: false });
  const { ref } = (params ?? {}) as { ref?: unknown };
  return typeof ref === 'string' ? ref : '';
}
