import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { stateWord } from '../../entity/state-tone.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { BoardCell } from './board-cell.tsx';
import { EnvironmentDialog } from './environment-dialog.tsx';
import { EnvironmentLocks } from './environment-locks.tsx';
import { FreezeEnvironment } from './freeze-environment.tsx';

function RunsHere({ environment }: { readonly environment: string }) {
  const board = useRead('release.getBoard', {});
  if (board.error) {
    return <FailedPage error={board.error} onRetry={() => void board.refetch()} />;
  }
  const rows = (board.data?.rows ?? []).flatMap(({ repository, cells }) =>
    cells
      .filter((cell) => cell.environment === environment)
      .filter(({ current, active, queued }) => current !== null || active !== null || queued > 0)
      .map((cell) => ({ repository, cell })),
  );
  return (
    <Table
      label="What runs here"
      rows={rows}
      rowKey={({ repository }) => repository.ref}
      rowName={({ repository }) => repository.title}
      loading={board.isPending}
      columns={[
        {
          id: 'repository',
          header: 'Repository',
          width: '18rem',
          cell: ({ repository }) => (
            <TextLink quiet className="font-medium" href={entityAddress(repository.ref)}>
              {repository.title}
            </TextLink>
          ),
        },
        {
          id: 'runs',
          header: 'Runs',
          cell: ({ cell }) => <BoardCell cell={cell} />,
        },
      ]}
      empty={
        <EmptyState
          sentence="Nothing was deployed here yet. The page of a release deploys it."
          action={<LinkButton href="/releases">See the releases</LinkButton>}
          example="checkout 1.4.0, healthy since Monday."
        />
      }
    />
  );
}

/** An environment: what runs there, whether something may begin, how it is probed. */
export function EnvironmentPage() {
  const ref = useReference();
  const { administrator } = useIdentity();
  const read = useRead('release.getEnvironment', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={10} />;
  const environment = read.data;
  const { freeze } = environment;
  return (
    <EntityPage
      entity={freeze === null ? environment : { ...environment, state: 'frozen' }}
      withoutRibbon
      marks={environment.production && <Badge tone="strong">Production</Badge>}
      actions={
        <>
          <LinkButton href={`/deployments?environment=${environment.ref}`}>Deployments</LinkButton>
          {administrator && <Button onClick={() => setChanging(true)}>Change</Button>}
          <FreezeEnvironment environment={environment} />
        </>
      }
    >
      {freeze && (
        <div role="status" className="border-l-2 border-at-risk pl-3">
          <p className="font-medium">No deployment may begin: {freeze.reason}</p>
          <p className="text-secondary">
            {freeze.by}, since <Instant at={freeze.since} />
            {freeze.until === null ? (
              ', until somebody ends it'
            ) : (
              <>
                , until <Instant at={freeze.until} />
              </>
            )}
          </p>
        </div>
      )}
      <DescriptionList
        wide
        entries={[
          { term: 'Key', value: <Mono>{environment.key}</Mono> },
          { term: 'Stage', value: stateWord(environment.stage) },
          { term: 'Place', value: environment.position },
          {
            term: 'Probe',
            value: environment.probeUrl === null ? 'None' : <Mono>{environment.probeUrl}</Mono>,
          },
        ]}
      />
      <EnvironmentLocks environment={environment} />
      <Section title="What runs here">
        <RunsHere environment={environment.ref} />
      </Section>
      {changing && <EnvironmentDialog environment={environment} onOpenChange={setChanging} />}
    </EntityPage>
  );
}
