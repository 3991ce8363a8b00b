import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityReference } from '../../entity/entity-reference.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { stateWord } from '../../entity/state-tone.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { deploymentStates } from './deployment-words.ts';
import type { DeploymentRow } from './release-types.ts';
import { useRepositoryFilter } from './repository-filter.ts';

const columns: readonly TableColumn<DeploymentRow>[] = [
  {
    id: 'title',
    header: 'Deployment',
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
          {row.title}
        </TextLink>
        {row.current && <Badge>Runs now</Badge>}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: '11rem',
    cell: (row) => <EntityLink entity={row.environment} />,
  },
  { id: 'sha', header: 'Commit', width: '7rem', cell: (row) => <CommitName sha={row.sha} /> },
  { id: 'by', header: 'Asked for by', width: '11rem', cell: (row) => row.requestedBy },
  {
    id: 'at',
    header: 'When',
    width: '6rem',
    align: 'end',
    cell: (row) => <Age at={row.requestedAt} />,
  },
];

/** All deployments, newest first. */
export function DeploymentsPage() {
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const { release, environment, repository } = search;
  const state = deploymentStates.find((one) => one === search['state']);
  const environments = useRead('release.listEnvironments', {});
  const repositories = useRepositoryFilter(repository);
  const list = useList('release.listDeployments', {
    query: {
      ...(repository ? { repository } : {}),
      ...(environment ? { environment } : {}),
      ...(release ? { release } : {}),
      ...(state ? { state } : {}),
    },
  });
  return (
    <>
      <PageHeader
        title="Deployments"
        description="Every release on its way to an environment, and how it ended."
        actions={<LinkButton href="/delivery-board">Delivery board</LinkButton>}
      />
      <FilterBar
        filters={[
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
            id: 'state',
            label: 'State',
            value: state,
            options: deploymentStates.map((value) => ({ value, label: stateWord(value) })),
          },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        {release !== undefined && (
          <>
            <span>
              Of <EntityReference reference={release} />
            </span>
            <Button size="sm" onClick={() => change({ release: undefined })}>
              Of any release
            </Button>
          </>
        )}
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Deployments"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={columns}
        empty={
          <EmptyState
            sentence="No deployment matches. The page of a release deploys it."
            action={<LinkButton href="/releases">See the releases</LinkButton>}
            example="checkout 1.4.0 to production: succeeded in four minutes."
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
