import { useNavigate, useSearch } from '@tanstack/react-router';

/** The page's filters as the URL holds them, and how to change one. */
export function useFilters(): {
  readonly search: Readonly<Record<string, string | undefined>>;
  readonly setFilter: (id: string, value: string | undefined) => void;
} {
  const present: unknown = useSearch({ strict: false });
  const search = textOf(present);
  const navigate = useNavigate();
  return {
    search,
    setFilter: (id, value) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, [id]: value }),
        replace: true,
      }),
  };
}

function textOf(search: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof search !== 'object' || search === null) return {};
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
