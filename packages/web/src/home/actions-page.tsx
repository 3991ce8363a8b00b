import { useSearchState } from '../api/use-search-state.ts';
import { shownProblem } from '../api/problem.ts';
import { useList, useWrite } from '../api/use-operation.ts';
import { useIdentity } from '../access/session.ts';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityStatus } from '../entity/entity-status.tsx';
import { Button } from '../ui/button.tsx';
import { ListTools } from '../entity/list-tools.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FilterBar } from '../ui/filter-bar.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table } from '../ui/table.tsx';
import { PlainDate } from '../ui/time.tsx';

const states = ['open', 'done', 'dropped'] as const;

/** Actions by due date: mine or everybody's, in a state. */
export function ActionsPage() {
  const [search, setSearch] = useSearchState();
  const identity = useIdentity();
  const change = useWrite('decisions.changeAction');
  const state = states.find((one) => one === search.state);
  const mine = search.owner === 'me' && identity.person !== null;
  const list = useList('decisions.listActions', {
    query: {
      ...(state ? { state } : {}),
      ...(mine && identity.person ? { owner: identity.person } : {}),
    },
  });
  return (
    <>
      <PageHeader
        title="Actions"
        description="What reviews, decisions and findings asked somebody to do."
      />
      <FilterBar
        filters={[
          {
            id: 'state',
            label: 'State',
            value: state,
            options: states.map((value) => ({ value, label: value })),
          },
          {
            id: 'owner',
            label: 'Owner',
            value: search.owner,
            options: [{ value: 'me', label: 'me' }],
          },
        ]}
        onFilterChange={(id, value) => setSearch({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Actions"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No action matches. Actions come from reviews, decisions, or the Actions section of any page."
            example="“Write the rollback plan”, due in a week, from an initiative’s review."
          />
        }
        columns={[
          { id: 'title', header: 'Action', cell: (row) => <EntityLink entity={row} /> },
          { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody yet' },
          {
            id: 'source',
            header: 'From',
            cell: (row) => (row.source ? <EntityLink entity={row.source} /> : '–'),
          },
          {
            id: 'due',
            header: 'Due',
            cell: (row) => (row.dueOn === null ? '–' : <PlainDate date={row.dueOn} />),
            width: '9rem',
          },
          {
            id: 'state',
            header: 'State',
            cell: (row) => <EntityStatus state={row.state} plain />,
            width: '8rem',
          },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '7rem',
            cell: (row) =>
              row.state === 'open' ? (
                <Button
                  size="sm"
                  onClick={() =>
                    change.mutate({
                      params: { id: row.ref },
                      body: { state: 'done' },
                      ifMatch: row.revision,
                    })
                  }
                >
                  Done
                </Button>
              ) : null,
          },
        ]}
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
