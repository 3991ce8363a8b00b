import { useSearchState } from '../../api/use-search-state.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ReleaseList } from './release-list.tsx';
import { useRepositoryFilter } from './repository-filter.ts';

/** All releases, newest first. */
export function ReleasesPage() {
  const [search, change] = useSearchState();
  const repository = useRepositoryFilter(search['repository']);
  return (
    <>
      <PageHeader
        title="Releases"
        description="What was cut from the repositories, with notes, and where it runs."
        actions={<LinkButton href="/repositories">Cut one from a repository</LinkButton>}
      />
      <FilterBar filters={[repository]} onFilterChange={(id, value) => change({ [id]: value })} />
      <ReleaseList everywhere repository={search['repository']} />
    </>
  );
}
