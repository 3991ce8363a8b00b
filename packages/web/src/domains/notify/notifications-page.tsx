import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { stateWord } from '../../entity/state-tone.ts';
import { Button } from '../../ui/button.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { Age } from '../../ui/time.tsx';
import { NotificationDialog } from './notification-dialog.tsx';
import { classes, states } from './words.ts';

type Row = OutputOf<OperationOf<'notify.listNotifications'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Notification', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  { id: 'cause', header: 'Held because', cell: (row) => row.heldCause ?? '–' },
  { id: 'format', header: 'Format', width: '8rem', cell: (row) => stateWord(row.format) },
  { id: 'class', header: 'About', width: '9rem', cell: (row) => stateWord(row.class) },
  { id: 'environment', header: 'Environment', cell: (row) => row.environment.title },
  { id: 'flag', header: 'Flag', cell: (row) => (row.flag ? <Mono>{row.flag.key}</Mono> : '–') },
  {
    id: 'changed',
    header: 'Changed',
    align: 'end',
    width: '7rem',
    cell: (row) => <Age at={row.updatedAt} />,
  },
];

/** What customers are told, were told and will be told. */
export function NotificationsPage() {
  const [search, setSearch] = useSearchState();
  const [composing, setComposing] = useState(false);
  const state = states.find((one) => one === search.state);
  const about = classes.find(({ value }) => value === search.class)?.value;
  const list = useList('notify.listNotifications', {
    query: {
      ...(state ? { state } : {}),
      ...(about ? { class: about } : {}),
      ...(search.q ? { q: search.q } : {}),
    },
  });
  const compose = (
    <Button tone="primary" icon="plus" onClick={() => setComposing(true)}>
      New notification
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Notifications"
        description="Told in the product, and only while the person told can use what is promised."
        actions={compose}
      />
      <FilterBar
        query={search.q}
        queryLabel="Title"
        onQueryChange={(q) => setSearch({ q: q === '' ? undefined : q })}
        filters={[
          {
            id: 'state',
            label: 'State',
            value: state,
            options: states.map((value) => ({ value, label: stateWord(value) })),
          },
          {
            id: 'class',
            label: 'About',
            value: about,
            options: classes.map(({ value, label }) => ({ value, label })),
          },
        ]}
        onFilterChange={(id, value) => setSearch({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Notifications"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        columns={columns}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="Nobody was told anything yet. A notification is bound to a flag and shown only to whom the flag serves what was promised."
            action={
              <Button icon="plus" onClick={() => setComposing(true)}>
                Write the first one
              </Button>
            }
            example="A banner, “Plan the week on one board”, behind the flag resource-planning in production."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {composing && <NotificationDialog onClose={() => setComposing(false)} />}
    </>
  );
}
