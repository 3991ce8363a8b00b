import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { BoardCell } from './board-cell.tsx';
import type { DeploymentRow } from './release-types.ts';

type Board = OutputOf<OperationOf<'release.getBoard'>>;

function Grid({ board }: { readonly board: Board }) {
  return (
    <div
      className="relative overflow-x-auto rounded-sm border border-line bg-surface"
      tabIndex={0}
      role="region"
      aria-label="What runs where"
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="hairline-b">
            <th scope="col" className="px-3 py-2 text-xs font-medium text-secondary">
              Repository
            </th>
            {board.environments.map((environment) => (
              <th
                key={environment.ref}
                scope="col"
                className="min-w-48 border-l border-line px-3 py-2 text-xs font-medium text-secondary"
              >
                <TextLink quiet href={entityAddress(environment.ref)}>
                  {environment.title}
                </TextLink>
                {environment.frozen && (
                  <span className="ml-2">
                    <Status tone="waiting" word="Frozen" />
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.rows.map(({ repository, cells }) => (
            <tr key={repository.ref} className="hairline-b align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 font-medium">
                <TextLink quiet href={entityAddress(repository.ref)}>
                  {repository.title}
                </TextLink>
              </th>
              {board.environments.map(({ ref }) => {
                const cell = cells.find(({ environment }) => environment === ref);
                return (
                  <td key={ref} className="border-l border-line px-3 py-2">
                    <BoardCell
                      current={cell?.current ?? null}
                      active={cell?.active ?? null}
                      queued={cell?.queued ?? 0}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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

/** What runs where: every repository in every environment, and all that is deploying now. */
export function BoardPage() {
  const read = useRead('release.getBoard', {});
  const board = read.data;
  const active = (board?.rows ?? []).flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell.active ? [cell.active] : [])),
  );
  return (
    <>
      <PageHeader
        title="Delivery board"
        description="What runs where, since when, and all that is being deployed now. It keeps itself up to date."
        actions={<LinkButton href="/deployments">All deployments</LinkButton>}
      />
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      {read.isPending && <Skeleton lines={6} />}
      {board && (board.rows.length === 0 || board.environments.length === 0) && (
        <EmptyState
          sentence={
            board.environments.length === 0
              ? 'There is no environment yet to which something could be deployed.'
              : 'No repository is connected yet, so nothing can be deployed.'
          }
          action={
            board.environments.length === 0 ? (
              <LinkButton href="/environments">Create an environment</LinkButton>
            ) : (
              <LinkButton href="/repositories">Connect a repository</LinkButton>
            )
          }
          example="checkout runs 2.4.0 in production since Monday; 2.5.0 is being deployed to staging."
        />
      )}
      {board && board.rows.length > 0 && board.environments.length > 0 && (
        <>
          <UnderWay deployments={active} />
          <Grid board={board} />
        </>
      )}
    </>
  );
}
