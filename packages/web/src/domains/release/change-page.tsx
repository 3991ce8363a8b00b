import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { TestsSection } from '../../entity/tests-section.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import { ChangeIntegration } from './change-integration.tsx';
import { ChangeLabels } from './change-labels.tsx';
import { ChangeRequest } from './change-request.tsx';
import { ChangeBackports } from './change-backports.tsx';
import { ChangeQueue } from './change-queue.tsx';
import { ChangeStack } from './change-stack.tsx';
import { CommitName } from './commit-name.tsx';
import { CommitTable } from './commit-table.tsx';

/** A change: its commits, what it implements, the releases that contain it. */
export function ChangePage() {
  const ref = useReference();
  const read = useRead('release.getChange', { params: { id: ref } });
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={10} />;
  const change = read.data;
  return (
    <EntityPage entity={change}>
      <DescriptionList
        wide
        entries={[
          { term: 'Repository', value: <EntityLink entity={change.repository} /> },
          {
            term: 'Branch',
            value: change.branch === null ? 'Gone since' : <Mono>{change.branch}</Mono>,
          },
          { term: 'Head', value: <CommitName sha={change.head} /> },
          { term: 'Author', value: change.author },
          { term: 'Labels', value: <ChangeLabels change={change} /> },
          { term: 'Request', value: <ChangeRequest change={change} /> },
          {
            term: 'Implements',
            value:
              change.implements.length === 0
                ? 'Nothing named: put a reference into the branch’s name or a commit, or add a relation below'
                : change.implements.map((work) => (
                    <div key={work.ref}>
                      <EntityLink entity={work} />
                    </div>
                  )),
          },
          {
            term: 'Released in',
            value:
              change.releases.length === 0
                ? 'No release yet'
                : change.releases.map((release) => (
                    <div key={release.ref}>
                      <EntityLink entity={release} />
                    </div>
                  )),
          },
          ...(change.mergedAt === null
            ? []
            : [{ term: 'Merged', value: <Instant at={change.mergedAt} /> }]),
        ]}
      />
      {change.state !== 'closed' && (
        <ChangeBackports change={change.ref} open={change.state === 'open'} />
      )}
      <ChangeQueue change={change} />
      <ChangeStack change={change} />
      <ChangeIntegration change={change} />
      <TestsSection tests={change.tests} />
      <Section title="Commits" note={`${change.commits} in all`}>
        <CommitTable commits={change.commitList} loading={false} ofChange />
      </Section>
    </EntityPage>
  );
}
