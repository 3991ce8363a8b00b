import { useSearchState } from '../../api/use-search-state.ts';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { present } from '../../ui/present.ts';
import { ReviewTable } from './review-table.tsx';

const states = [
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'preparing', label: 'Preparing' },
  { value: 'frozen', label: 'Frozen' },
  { value: 'held', label: 'Held' },
  { value: 'closed', label: 'Closed' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

const whens = [{ value: 'all', label: 'Past ones too' }] as const;

/** Reviews from today on, or all, by state and cycle. */
export function ReviewsPage() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search['state'])?.value;
  const cycle = search['cycle'];
  const all = search['when'] === 'all';
  const [today] = useState(() => present().toISOString().slice(0, 10));
  const cycles = useList('rhythm.listCycles', { query: {} });
  const list = useList('rhythm.listReviews', {
    query: {
      ...(state ? { state } : {}),
      ...(cycle ? { cycle } : {}),
      ...(all ? {} : { from: today }),
    },
  });
  return (
    <>
      <PageHeader
        title="Reviews"
        description="Where we look at how things stand, and decide."
        actions={<LinkButton href="/calendar">On the calendar</LinkButton>}
      />
      <FilterBar
        filters={[
          { id: 'state', label: 'State', value: state, options: states },
          {
            id: 'cycle',
            label: 'Cycle',
            value: cycle,
            options: cycles.items.map((one) => ({ value: one.ref, label: one.title })),
          },
          { id: 'when', label: 'When', value: all ? 'all' : undefined, options: whens },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <ReviewTable
        rows={list.items}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No review matches."
            action={<LinkButton href="/compile-year">Compile a fiscal year</LinkButton>}
            example="“Monthly Product Review: Product and Design, 12 January 2027”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
