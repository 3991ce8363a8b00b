import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { CommitTable } from './commit-table.tsx';
import type { RepositoryView } from './release-types.ts';

/** The commits of the default branch, or those that another branch adds to it. */
export function RepositoryCommits({ repository }: { readonly repository: RepositoryView }) {
  const [{ branch }, change] = useSearchState();
  const list = useList('release.listCommits', {
    params: { id: repository.ref },
    query: branch === undefined ? {} : { branch },
  });
  return (
    <>
      <p className="flex flex-wrap items-center gap-3 pb-3 text-secondary">
        {branch === undefined ? (
          <span>
            Of <Mono>{repository.defaultBranch ?? 'the default branch'}</Mono>, newest first.
          </span>
        ) : (
          <>
            <span>
              What <Mono>{branch}</Mono> adds to{' '}
              <Mono>{repository.defaultBranch ?? 'the default branch'}</Mono>.
            </span>
            <Button size="sm" onClick={() => change({ branch: undefined })}>
              Show the default branch
            </Button>
          </>
        )}
      </p>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <CommitTable commits={list.items} loading={list.isLoading} />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
