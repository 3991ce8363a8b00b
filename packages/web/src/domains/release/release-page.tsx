import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStack } from '../../entity/entity-stack.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { TestsSection } from '../../entity/tests-section.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { DeployRelease } from './deploy-release.tsx';
import { notesTree } from './notes-tree.ts';
import type { ReleaseView } from './release-types.ts';
import { StartHotfix } from './start-hotfix.tsx';

function Deployments({ release }: { readonly release: ReleaseView }) {
  return (
    <Section title="Deployments">
      <Table
        label="Deployments"
        rows={release.deployments}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        empty={
          <EmptyState
            sentence="It has not been deployed yet."
            action={release.state === 'cut' ? <DeployRelease release={release} /> : undefined}
            example="To staging first, then to production."
          />
        }
        columns={[
          { id: 'title', header: 'Deployment', cell: (row) => <EntityLink entity={row} /> },
          {
            id: 'environment',
            header: 'Environment',
            width: '14rem',
            cell: (row) => row.environment,
          },
          {
            id: 'state',
            header: 'State',
            width: '10rem',
            cell: (row) => <EntityStatus state={row.state} plain />,
          },
          {
            id: 'at',
            header: 'Asked for',
            width: '8rem',
            align: 'end',
            cell: (row) => <Age at={row.at} />,
          },
        ]}
      />
    </Section>
  );
}

function Changes({ release }: { readonly release: ReleaseView }) {
  return (
    <Section title="Changes" note="What it contains that the release before did not.">
      {release.changes.length === 0 ? (
        <p className="text-secondary">
          No change with a branch of its own: its {release.commits} commit
          {release.commits === 1 ? ' is' : 's are'} on the default branch.
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {release.changes.map((change) => (
            <li key={change.ref} className="flex flex-wrap items-center gap-2">
              <EntityLink entity={change} />
              <EntityStatus state={change.state} plain />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A release: its notes, what it contains, where it was deployed. */
export function ReleasePage() {
  const ref = useReference();
  const read = useRead('release.getRelease', { params: { id: ref } });
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={10} />;
  const release = read.data;
  return (
    <EntityPage
      entity={release}
      actions={
        release.state === 'cut' ? (
          <>
            <StartHotfix release={release} />
            <DeployRelease primary release={release} />
          </>
        ) : undefined
      }
    >
      {release.failure !== null && (
        <ErrorState problem={{ title: 'The remote refused the tag', detail: release.failure }} />
      )}
      <DescriptionList
        wide
        entries={[
          { term: 'Repository', value: <EntityLink entity={release.repository} /> },
          { term: 'Version', value: <Mono>{release.version}</Mono> },
          {
            term: 'Commit',
            value: (
              <span className="inline-flex items-center gap-1">
                <CommitName sha={release.sha} />
                <CopyButton text={release.sha} label="Copy the commit’s full name" />
              </span>
            ),
          },
          {
            term: 'Tag',
            value: (
              <>
                <Mono>{release.tag}</Mono>
                {release.previousTag !== null && (
                  <span className="text-tertiary">
                    {' '}
                    after <Mono>{release.previousTag}</Mono>
                  </span>
                )}
              </>
            ),
          },
          {
            term: 'Cut',
            value: (
              <>
                <Instant at={release.at} /> by {release.cutBy}
              </>
            ),
          },
          ...(release.line === null
            ? []
            : [
                {
                  term: 'Line',
                  value: (
                    <>
                      <EntityLink entity={release.line} />
                      {release.lane === 'hotfix' && ' as a hotfix'}
                    </>
                  ),
                },
              ]),
          {
            term: 'Initiatives',
            value: (
              <EntityStack
                entities={release.carries.initiatives}
                none="None that a change serves"
              />
            ),
          },
          {
            term: 'Flags and launches',
            value: (
              <EntityStack
                entities={[...release.carries.flags, ...release.carries.launches]}
                none="None"
              />
            ),
          },
          {
            term: 'Runs in',
            value: release.runsIn.length === 0 ? 'No environment now' : release.runsIn.join(', '),
          },
        ]}
      />
      <Section title="Notes" note={`${release.commits} commit${release.commits === 1 ? '' : 's'}`}>
        <Markdown nodes={notesTree(release.notes)} baseLevel={3} />
      </Section>
      <Changes release={release} />
      <TestsSection tests={release.tests} />
      <Deployments release={release} />
    </EntityPage>
  );
}
