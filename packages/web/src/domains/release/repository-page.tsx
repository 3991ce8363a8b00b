import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Age } from '../../ui/time.tsx';
import { BackportMatrix } from './backport-matrix.tsx';
import { ChangeList } from './change-list.tsx';
import { LineList } from './line-list.tsx';
import { ReleaseList } from './release-list.tsx';
import type { RepositoryView } from './release-types.ts';
import { RepositoryActs } from './repository-acts.tsx';
import { RepositoryBranches } from './repository-branches.tsx';
import { RepositoryCommits } from './repository-commits.tsx';
import { RepositorySecrets } from './repository-secrets.tsx';
import { RepositoryStatus } from './repository-status.tsx';
import { RepositoryForge } from './repository-forge.tsx';
import { RepositoryIntegration } from './repository-integration.tsx';
import { RepositoryQueue } from './repository-queue.tsx';
import { RepositoryTags } from './repository-tags.tsx';
import { RepositoryWorkflow } from './repository-workflow.tsx';

function Facts({ repository }: { readonly repository: RepositoryView }) {
  return (
    <DescriptionList
      wide
      entries={[
        {
          term: 'Address',
          value: (
            <span className="inline-flex flex-wrap items-center gap-1">
              <Mono>{repository.address}</Mono>
              <CopyButton text={repository.address} label="Copy address" />
            </span>
          ),
        },
        {
          term: 'Reading it',
          value: (
            <span className="inline-flex flex-wrap items-center gap-2">
              <RepositoryStatus state={repository.state} />
              {repository.fetchedAt !== null && (
                <span className="text-tertiary">
                  last fetched <Age at={repository.fetchedAt} staleAfter={600} />
                </span>
              )}
            </span>
          ),
        },
        {
          term: 'Default branch',
          value: repository.defaultBranch === null ? '' : <Mono>{repository.defaultBranch}</Mono>,
        },
        {
          term: 'Tags of releases',
          value: <Mono>{`${repository.tagPrefix}1.4.0`}</Mono>,
        },
        {
          term: 'Its commands',
          value: repository.trusted
            ? 'Run without a sandbox: an administrator accepted it'
            : 'Run in a sandbox only',
        },
      ]}
    />
  );
}

function Part({ tab, repository }: { readonly tab: string; readonly repository: RepositoryView }) {
  switch (tab) {
    case 'lines':
      return <LineList repository={repository} />;
    case 'backports':
      return <BackportMatrix repository={repository.ref} />;
    case 'branches':
      return <RepositoryBranches repository={repository.ref} />;
    case 'commits':
      return <RepositoryCommits repository={repository} />;
    case 'tags':
      return <RepositoryTags repository={repository.ref} />;
    case 'secrets':
      return <RepositorySecrets repository={repository.ref} />;
    case 'releases':
      return <ReleaseList repository={repository.ref} />;
    case 'queue':
      return <RepositoryQueue repository={repository.ref} />;
    case 'forge':
      return <RepositoryForge repository={repository} />;
    case 'integration':
      return <RepositoryIntegration repository={repository.ref} />;
    case 'workflow':
      return <RepositoryWorkflow repository={repository.ref} />;
    default:
      return <ChangeList repository={repository.ref} />;
  }
}

/** A repository: what is open, what is in it, what was released from it. */
export function RepositoryPage() {
  const ref = useReference();
  const [search, change] = useSearchState();
  const read = useRead('release.getRepository', { params: { id: ref } });
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={10} />;
  const repository = read.data;
  const tabs = [
    { id: 'changes', label: 'Open changes', count: repository.openChanges },
    { id: 'queue', label: 'Merge queue' },
    { id: 'integration', label: 'Integration' },
    { id: 'releases', label: 'Releases' },
    { id: 'lines', label: 'Lines' },
    { id: 'backports', label: 'Backports' },
    { id: 'commits', label: 'Commits', count: repository.commits },
    { id: 'branches', label: 'Branches', count: repository.branches },
    { id: 'tags', label: 'Tags', count: repository.tags },
    { id: 'secrets', label: 'Secrets' },
    { id: 'workflow', label: 'Workflow' },
    { id: 'forge', label: 'GitHub, GitLab' },
  ];
  const tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'changes';
  return (
    <EntityPage
      entity={repository}
      withoutRibbon
      actions={
        <>
          <LinkButton href={`/deployments?repository=${repository.ref}`}>Deployments</LinkButton>
          <LinkButton href={`/tests?repository=${repository.ref}`}>Tests</LinkButton>
          <RepositoryActs repository={repository} />
        </>
      }
    >
      {repository.fetchProblem !== null && (
        <ErrorState problem={{ title: 'The last fetch failed', detail: repository.fetchProblem }} />
      )}
      <Facts repository={repository} />
      <Tabs
        label="What is in the repository"
        tabs={tabs}
        value={tab}
        onValueChange={(id) => change({ tab: id, branch: undefined, state: undefined })}
      >
        <Part tab={tab} repository={repository} />
      </Tabs>
    </EntityPage>
  );
}
