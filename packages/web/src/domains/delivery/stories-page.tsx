import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { StoryDialog, storyStateOptions } from './story-dialog.tsx';

type Story = OutputOf<OperationOf<'delivery.listStories'>>['items'][number];

const columns: readonly TableColumn<Story>[] = [
  { id: 'title', header: 'Story', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'implements',
    header: 'Implements',
    cell: (row) => (row.implements.length > 0 ? <EntityLinks entities={row.implements} /> : '–'),
  },
  { id: 'team', header: 'Team', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'estimate',
    header: 'Estimate',
    align: 'end',
    width: '6rem',
    cell: (row) => row.estimate ?? '–',
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
];

/** Stories, newest first, by state. */
export function StoriesPage() {
  const [search, change] = useSearchState();
  const state = storyStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('delivery.listStories', { query: state ? { state } : {} });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Stories"
        description="What teams build, and which initiative or feature it is for."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a story
          </Button>
        }
      />
      <FilterBar
        filters={[{ id: 'state', label: 'State', value: state, options: storyStateOptions }]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Stories"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={state ? 'No story is in this state.' : 'No story has been written yet.'}
            action={<Button onClick={() => setAdding(true)}>Add a story</Button>}
            example="“A foreman saves a form without a network”, three points, for “Offline forms”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <StoryDialog onClose={() => setAdding(false)} />}
    </>
  );
}
