import { useList } from '../../api/use-operation.ts';
import type { Filter } from '../../ui/filter-bar.tsx';

/** The filter of a list by repository. */
export function useRepositoryFilter(value: string | undefined): Filter {
  const list = useList('release.listRepositories', { query: { limit: 200 } });
  return {
    id: 'repository',
    label: 'Repository',
    value,
    options: list.items.map(({ ref, title }) => ({ value: ref, label: title })),
  };
}
