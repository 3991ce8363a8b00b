import { useSearchState } from '../../api/use-search-state.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AskWhere } from './ask-where.tsx';
import { ChangeList } from './change-list.tsx';
import { useRepositoryFilter } from './repository-filter.ts';

const states = [
  { value: 'open', label: 'Open' },
  { value: 'merged', label: 'Merged' },
  { value: 'closed', label: 'Closed' },
] as const;

/** All changes: units of work on their way to a default branch. */
export function ChangesPage() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search['state'])?.value;
  const repository = useRepositoryFilter(search['repository']);
  return (
    <>
      <PageHeader
        title="Changes"
        description="Branches and what was merged of them, with the work that they implement."
      />
      <AskWhere
        key={search['where'] ?? ''}
        words={search['where'] ?? ''}
        onWordsChange={(where) => change({ where: where === '' ? undefined : where })}
      />
      <FilterBar
        filters={[repository, { id: 'state', label: 'State', value: state, options: states }]}
        onFilterChange={(id, value) => change({ [id]: value })}
      />
      <ChangeList everywhere repository={search['repository']} state={state} />
    </>
  );
}
