import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState, useSearchText } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { NewFlag } from './new-flag.tsx';

type Row = OutputOf<OperationOf<'flags.listFlags'>>['items'][number];
type Environment = OutputOf<OperationOf<'release.listEnvironments'>>['items'][number];

function columnsOf(environments: readonly Environment[]): readonly TableColumn<Row>[] {
  return [
    {
      id: 'title',
      header: 'Flag',
      cell: (row) => (
        <>
          <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
            {row.title}
          </TextLink>
          <span className="block text-xs text-tertiary">
            <Mono>{row.key}</Mono>
            {row.state === 'archived' && ' · archived'}
            {row.type !== 'boolean' && ` · ${row.type}`}
            {row.clientSide && ' · browsers'}
          </span>
        </>
      ),
    },
    ...environments.map((environment): TableColumn<Row> => ({
      id: environment.ref,
      header: environment.title,
      width: '8rem',
      cell: (row) => {
        const on = row.onIn.some(({ ref }) => ref === environment.ref);
        return <Status plain tone={on ? 'on-track' : 'stopped'} word={on ? 'On' : 'Off'} />;
      },
    })),
    {
      id: 'owner',
      header: 'Owner',
      width: '12rem',
      cell: (row) => (row.ownerUnit ? <EntityLink entity={row.ownerUnit} /> : 'Vacant'),
    },
    {
      id: 'updated',
      header: 'Changed',
      width: '6rem',
      align: 'end',
      cell: (row) => <Age at={row.updatedAt} />,
    },
  ];
}

const yesNo = (value: string | undefined) =>
  value === 'yes' ? true : value === 'no' ? false : undefined;

/** All flags: where they are on, who owns them. */
export function FlagsPage() {
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const [text, setText] = useSearchText();
  const environments = useRead('release.listEnvironments', {});
  const units = useRead('org.listUnits', { query: {} });
  const state = search['state'] === 'archived' ? 'archived' : 'active';
  const client = yesNo(search['client']);
  const temporary =
    search['life'] === 'temporary' ? true : search['life'] === 'permanent' ? false : undefined;
  const list = useList('flags.listFlags', {
    query: {
      state,
      ...(search['q'] ? { q: search['q'] } : {}),
      ...(search['unit'] ? { ownerUnit: search['unit'] } : {}),
      ...(search['onIn'] ? { onIn: search['onIn'] } : {}),
      ...(client === undefined ? {} : { clientSide: String(client) }),
      ...(temporary === undefined ? {} : { temporary: String(temporary) }),
    },
  });
  const places = environments.data?.items;
  const columns = useMemo(() => columnsOf(places ?? []), [places]);
  const narrowed = Object.values(search).some((value) => value !== undefined && value !== '');
  return (
    <>
      <PageHeader
        title="Flags"
        description="Who sees what, in each environment. A flag is off everywhere until somebody turns it on."
        actions={<NewFlag />}
      />
      <FilterBar
        query={text}
        onQueryChange={setText}
        queryLabel="Search by key or title"
        filters={[
          {
            id: 'onIn',
            label: 'On in',
            value: search['onIn'],
            options: (places ?? []).map(({ ref, title }) => ({ value: ref, label: title })),
          },
          {
            id: 'unit',
            label: 'Owner',
            value: search['unit'],
            options: (units.data?.items ?? []).map(({ ref, name }) => ({
              value: ref,
              label: name,
            })),
          },
          {
            id: 'life',
            label: 'Life',
            value: search['life'],
            options: [
              { value: 'temporary', label: 'Temporary' },
              { value: 'permanent', label: 'Permanent' },
            ],
          },
          {
            id: 'client',
            label: 'Browsers',
            value: search['client'],
            options: [
              { value: 'yes', label: 'May evaluate it' },
              { value: 'no', label: 'May not' },
            ],
          },
          {
            id: 'state',
            label: 'State',
            value: search['state'],
            options: [{ value: 'archived', label: 'Archived' }],
          },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Flags"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={columns}
        empty={
          <EmptyState
            sentence={
              narrowed
                ? 'No flag matches these filters.'
                : 'There is no flag yet. A flag decides who sees a feature before everybody does.'
            }
            example="new-checkout, on for the pilot companies and 10 % of the others, off in production."
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
