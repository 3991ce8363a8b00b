import { useNavigate } from '@tanstack/react-router';
import { useSearchState, useSearchText } from '../../api/use-search-state.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { AddPerson } from './add-person.tsx';

/** The directory: who is here, where, and what they lead. */
export function PeoplePage() {
  const [search, change] = useSearchState();
  const [text, setText] = useSearchText();
  const navigate = useNavigate();
  const { q = '', unit } = search;
  const state =
    search['state'] === 'active' || search['state'] === 'left' ? search['state'] : undefined;
  const query = { ...(q ? { q } : {}), ...(unit ? { unit } : {}) };
  const people = useList('org.listPeople', { query: { ...query, ...(state ? { state } : {}) } });
  const units = useRead('org.listUnits', { query: {} });
  return (
    <>
      <PageHeader
        title="People"
        description="Everybody in the directory, with the units that they belong to and the posts that they hold."
        actions={<AddPerson />}
      />
      <FilterBar
        query={text}
        onQueryChange={setText}
        queryLabel="Search by name or address"
        filters={[
          {
            id: 'unit',
            label: 'Unit',
            value: unit,
            options: (units.data?.items ?? []).map(({ ref, name }) => ({
              value: ref,
              label: name,
            })),
          },
          {
            id: 'state',
            label: 'State',
            value: state,
            options: [
              { value: 'active', label: 'Active' },
              { value: 'left', label: 'Left' },
            ],
          },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={people} />
      </FilterBar>
      {people.problem && (
        <ErrorState problem={shownProblem(people.problem)} onRetry={people.reload} />
      )}
      <Table
        label="People"
        rows={people.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={people.isLoading}
        empty={
          <EmptyState
            sentence="Nobody matches. Clear the filters, or add a person."
            example="A head of a group, with the group as their unit."
          />
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            cell: (row) => (
              <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
                {row.name}
              </TextLink>
            ),
          },
          {
            id: 'units',
            header: 'Units',
            cell: (row) =>
              row.units.map(({ unit: own, title }, index) => (
                <span key={own.ref}>
                  {index > 0 && ', '}
                  <TextLink quiet href={entityAddress(own.ref)}>
                    {own.name}
                  </TextLink>
                  {title !== '' && ` (${title})`}
                </span>
              )),
          },
          {
            id: 'posts',
            header: 'Posts',
            cell: (row) => row.posts.map(({ title }) => title).join(', ') || '–',
          },
          { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' },
          {
            id: 'state',
            header: 'State',
            width: '8rem',
            cell: (row) => <EntityStatus state={row.state} plain />,
          },
        ]}
      />
      <LoadMore
        shown={people.items.length}
        hasMore={people.hasMore}
        loading={people.isLoadingMore}
        onMore={people.loadMore}
      />
    </>
  );
}
