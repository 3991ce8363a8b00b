import { useParams } from '@tanstack/react-router';

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

/** The reference in the page's address: `/initiatives/$ref`. */
export function useReference(): string {
  const params: unknown = useParams({ strict: false });
  const { ref } = (params ?? {}) as { ref?: unknown };
  return typeof ref === 'string' ? ref : '';
}
