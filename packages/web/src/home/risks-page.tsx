import { useState } from 'react';
import { useIdentity } from '../access/session.ts';
import { shownProblem } from '../api/problem.ts';
import { useList } from '../api/use-operation.ts';
import { useSearchState } from '../api/use-search-state.ts';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityLinks } from '../entity/entity-links.tsx';
import { EntityStatus } from '../entity/entity-status.tsx';
import { RiskDialog } from '../entity/risk-dialog.tsx';
import { Severity } from '../entity/severity.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FilterBar } from '../ui/filter-bar.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table } from '../ui/table.tsx';
import { PlainDate } from '../ui/time.tsx';

const states = [
  { value: 'open', label: 'Open' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'occurred', label: 'Occurred' },
  { value: 'closed', label: 'Closed' },
] as const;

/** Risks, the most severe first: mine or everybody's, in a state. */
export function RisksPage() {
  const [search, setSearch] = useSearchState();
  const identity = useIdentity();
  const [adding, setAdding] = useState(false);
  const state = states.find(({ value }) => value === search['state'])?.value;
  const mine = search['owner'] === 'me' && identity.person !== null;
  const list = useList('decisions.listRisks', {
    query: {
      ...(state ? { state } : {}),
      ...(mine && identity.person ? { owner: identity.person } : {}),
    },
  });
  return (
    <>
      <PageHeader
        title="Risks"
        description="What may go wrong, how likely and how badly, and what is being done about it."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a risk
          </Button>
        }
      />
      <FilterBar
        filters={[
          { id: 'state', label: 'State', value: state, options: states },
          {
            id: 'owner',
            label: 'Owner',
            value: search['owner'],
            options: [{ value: 'me', label: 'me' }],
          },
        ]}
        onFilterChange={(id, value) => setSearch({ [id]: value })}
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Risks"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No risk matches. Risks are added here, on an initiative’s page, or in a review."
            action={<Button onClick={() => setAdding(true)}>Add a risk</Button>}
            example="“The only person who knows the parser leaves”: likelihood 2, impact 5."
          />
        }
        columns={[
          {
            id: 'severity',
            header: 'Severity',
            width: '8rem',
            cell: (row) => <Severity of={row} />,
          },
          { id: 'title', header: 'Risk', cell: (row) => <EntityLink entity={row} /> },
          {
            id: 'threatens',
            header: 'Threatens',
            cell: (row) =>
              row.threatens.length > 0 ? <EntityLinks entities={row.threatens} /> : '–',
          },
          { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody yet' },
          {
            id: 'due',
            header: 'By',
            width: '9rem',
            cell: (row) => (row.dueOn === null ? '–' : <PlainDate date={row.dueOn} />),
          },
          {
            id: 'state',
            header: 'State',
            width: '8rem',
            cell: (row) => <EntityStatus state={row.state} plain />,
          },
        ]}
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <RiskDialog onClose={() => setAdding(false)} />}
    </>
  );
}
