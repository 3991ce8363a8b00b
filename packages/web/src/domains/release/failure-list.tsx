import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityReference } from '../../entity/entity-reference.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { Badge } from '../../ui/badge.tsx';
import { BulkBar } from '../../ui/bulk-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { actLabels, FailureActDialog, type FailureAct } from './failure-act-dialog.tsx';
import { FailureIncidentDialog } from './failure-incident-dialog.tsx';
import { failureClasses, failureStanding, failureWords, settlementWords } from './failure-words.ts';
import type { FailureRow } from './release-types.ts';
import { useRepositoryFilter } from './repository-filter.ts';

const states = [
  { value: 'open', label: 'Open' },
  { value: 'acting', label: 'Being acted on' },
  { value: 'held', label: 'Held' },
  { value: 'settled', label: 'Settled' },
] as const;

const bulkActs: readonly FailureAct[] = [
  'retry',
  'skip',
  'roll-back',
  'hold',
  'freeze',
  'assign',
  'settle',
];

function Standing({ row }: { readonly row: FailureRow }) {
  const { tone, word } = failureStanding[row.state];
  return (
    <span className="flex flex-col">
      <Status plain tone={tone} word={word} />
      {row.heldUntil !== null && (
        <span className="text-xs text-tertiary">
          ends <Age at={row.heldUntil} />
        </span>
      )}
      {row.settled && (
        <span className="text-xs text-tertiary">{settlementWords[row.settled.how]}</span>
      )}
    </span>
  );
}

const columns: readonly TableColumn<FailureRow>[] = [
  {
    id: 'failure',
    header: 'Failure',
    cell: (row) => (
      <>
        <span className="flex flex-wrap items-center gap-2">
          <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
            {row.title}
          </TextLink>
          {row.production && <Badge tone="strong">Production</Badge>}
          {row.seenBefore > 0 && <Badge>Seen {row.seenBefore}× before</Badge>}
        </span>
        <span className="block max-w-prose text-xs text-secondary [overflow-wrap:anywhere]">
          {row.says}
        </span>
      </>
    ),
  },
  {
    id: 'class',
    header: 'Class',
    width: '10rem',
    cell: (row) => failureWords[row.class].name,
  },
  { id: 'state', header: 'Stands', width: '10rem', cell: (row) => <Standing row={row} /> },
  {
    id: 'owner',
    header: 'Whose',
    width: '11rem',
    cell: (row) => row.assignee?.title ?? row.ownerUnit?.title ?? 'Nobody’s',
  },
  {
    id: 'at',
    header: 'When',
    width: '6rem',
    align: 'end',
    cell: (row) => <Age at={row.at} />,
  },
];

/** Failures, worst first, with acts for one or many of them. */
export function FailureList() {
  const navigate = useNavigate();
  const { person } = useIdentity();
  const [search, change] = useSearchState();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [act, setAct] = useState<FailureAct>();
  const [incident, setIncident] = useState(false);
  const { repository, environment, service, unit, like } = search;
  const state = states.find(({ value }) => value === search['state'])?.value;
  const of = failureClasses.find((one) => one === search['class']);
  const mine = search['whose'] === 'mine' && person ? person : undefined;
  const environments = useRead('release.listEnvironments', {});
  const services = useList('catalog.listServices', { query: { limit: 200 } });
  const repositories = useRepositoryFilter(repository);
  const list = useList('release.listFailures', {
    query: {
      ...(state ? { state } : {}),
      ...(of ? { class: of } : {}),
      ...(repository ? { repository } : {}),
      ...(environment ? { environment } : {}),
      ...(service ? { service } : {}),
      ...(unit ? { unit } : {}),
      ...(like ? { like } : {}),
      ...(mine ? { assignee: mine } : {}),
    },
  });
  const chosen = list.items.filter(({ ref }) => selected.has(ref));
  const filtered = [state, of, repository, environment, service, unit, like, mine].some(Boolean);
  return (
    <>
      <FilterBar
        filters={[
          { id: 'state', label: 'Stands', value: state, options: states },
          {
            id: 'class',
            label: 'Class',
            value: of,
            options: failureClasses.map((value) => ({ value, label: failureWords[value].name })),
          },
          repositories,
          {
            id: 'environment',
            label: 'Environment',
            value: environment,
            options: (environments.data?.items ?? []).map(({ ref, title }) => ({
              value: ref,
              label: title,
            })),
          },
          {
            id: 'service',
            label: 'Service',
            value: service,
            options: services.items.map(({ ref, title }) => ({ value: ref, label: title })),
          },
          ...(person
            ? [
                {
                  id: 'whose',
                  label: 'Whose',
                  value: mine === undefined ? undefined : 'mine',
                  options: [{ value: 'mine', label: 'Mine' }],
                },
              ]
            : []),
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        {unit !== undefined && (
          <>
            <span>
              Of <EntityReference reference={unit} />
            </span>
            <Button size="sm" onClick={() => change({ unit: undefined })}>
              Of any unit
            </Button>
          </>
        )}
        {like !== undefined && (
          <>
            <span>
              Like <EntityReference reference={like} />
            </span>
            <Button size="sm" onClick={() => change({ like: undefined })}>
              All failures
            </Button>
          </>
        )}
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Failures"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        selected={selected}
        onSelectedChange={setSelected}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              filtered ? 'Nothing matches these filters.' : 'Nothing has failed that isn’t settled.'
            }
            action={
              state === 'settled' ? (
                <Button onClick={() => change({ state: undefined })}>See what isn’t settled</Button>
              ) : filtered ? (
                <LinkButton href="/failures">Show all</LinkButton>
              ) : (
                <Button onClick={() => change({ state: 'settled' })}>See what was settled</Button>
              )
            }
            example="checkout 1.4.0 to production: Smoke test. Seen twice before; rolling back settled it."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
        {bulkActs.map((one) => (
          <Button key={one} size="sm" onClick={() => setAct(one)}>
            {actLabels[one]}
          </Button>
        ))}
        <Button size="sm" onClick={() => setIncident(true)}>
          Open an incident
        </Button>
      </BulkBar>
      {act && chosen.length > 0 && (
        <FailureActDialog
          key={act}
          act={act}
          failures={chosen}
          onClose={(done) => {
            setAct(undefined);
            if (done) setSelected(new Set());
          }}
        />
      )}
      {incident && chosen.length > 0 && (
        <FailureIncidentDialog failures={chosen} onClose={() => setIncident(false)} />
      )}
    </>
  );
}
