import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityReference } from '../../entity/entity-reference.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { BoardGrid, BoardStack } from './board-grid.tsx';
import type { Board, DeploymentRow } from './release-types.ts';

const shows = [
  { value: 'failed', label: 'Failures' },
  { value: 'waiting', label: 'Something waits' },
  { value: 'drift', label: 'Drift' },
] as const;

type Show = (typeof shows)[number]['value'];

function isShown(row: Board['rows'][number], show: Show | undefined): boolean {
  switch (show) {
    case undefined:
      return true;
    case 'failed':
      return row.cells.some(({ failure }) => failure !== null);
    case 'waiting':
      return row.cells.some(
        ({ waiting, queued }) =>
          queued > 0 || (waiting !== null && (waiting.releases > 0 || waiting.commits > 0)),
      );
    case 'drift':
      return row.cells.some(({ current }) => (current?.observed?.driftSince ?? null) !== null);
  }
}

function UnderWay({ deployments }: { readonly deployments: readonly DeploymentRow[] }) {
  return (
    <Section title="Under way" note="Everything that deploys or waits for somebody now.">
      {deployments.length === 0 ? (
        <p className="text-secondary">Nothing is being deployed.</p>
      ) : (
        <ul>
          {deployments.map((deployment) => (
            <li
              key={deployment.ref}
              className="hairline-b flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 py-1.5"
            >
              <EntityStatus state={deployment.state} />
              <TextLink href={entityAddress(deployment.ref)}>{deployment.title}</TextLink>
              <span className="text-xs text-tertiary">
                asked for by {deployment.requestedBy}, <Age at={deployment.requestedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The board with its filters, and all that is under way. */
export function BoardTab() {
  const [search, change] = useSearchState();
  const { service, unit } = search;
  const show = shows.find(({ value }) => value === search['show'])?.value;
  const services = useList('catalog.listServices', { query: { limit: 200 } });
  const read = useRead('release.getBoard', {
    query: { ...(service ? { service } : {}), ...(unit ? { unit } : {}) },
  });
  const board = read.data;
  const rows = board?.rows.filter((row) => isShown(row, show)) ?? [];
  const active = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.active ?? []));
  const filtered = service !== undefined || unit !== undefined || show !== undefined;
  return (
    <>
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      {read.isPending && <Skeleton lines={6} />}
      {board && (board.rows.length > 0 || filtered) && board.environments.length > 0 && (
        <FilterBar
          filters={[
            {
              id: 'service',
              label: 'Service',
              value: service,
              options: services.items.map(({ ref, title }) => ({ value: ref, label: title })),
            },
            { id: 'show', label: 'With', value: show, options: shows },
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
        </FilterBar>
      )}
      {board && board.environments.length === 0 && (
        <EmptyState
          sentence="There is no environment yet to which something could be deployed."
          action={<LinkButton href="/environments">Create an environment</LinkButton>}
          example="checkout runs 2.4.0 in production since Monday; 2.5.0 is being deployed to staging."
        />
      )}
      {board && board.environments.length > 0 && rows.length === 0 && (
        <EmptyState
          sentence={
            filtered
              ? 'No repository matches these filters.'
              : 'No repository is connected yet, so nothing can be deployed.'
          }
          action={
            filtered ? (
              <Button
                onClick={() => change({ service: undefined, unit: undefined, show: undefined })}
              >
                Show all
              </Button>
            ) : (
              <LinkButton href="/repositories">Connect a repository</LinkButton>
            )
          }
          example="checkout runs 2.4.0 in production since Monday; 2.5.0 is being deployed to staging."
        />
      )}
      {board && rows.length > 0 && board.environments.length > 0 && (
        <>
          <UnderWay deployments={active} />
          <BoardGrid board={{ ...board, rows }} />
          <BoardStack board={{ ...board, rows }} />
        </>
      )}
    </>
  );
}
