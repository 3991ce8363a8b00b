import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { BackportList } from './backport-list.tsx';
import { strategyWords } from './backport-words.ts';
import { CommitName } from './commit-name.tsx';
import { HotfixTable } from './hotfix-list.tsx';
import { LineActs } from './line-acts.tsx';
import { LineCommits } from './line-commits.tsx';
import type { LineView } from './release-types.ts';

const setBy = {
  person: 'set here',
  file: 'set in .throughline/release.yaml',
  found: 'by the rules of the repository',
} as const;

function windowWords(line: LineView): string {
  const from = `From ${line.supportedFrom}`;
  const until = line.supportedUntil === null ? 'with no end set' : `until ${line.supportedUntil}`;
  return `${from} ${until}, ${setBy[line.setBy]}`;
}

function Releases({ line }: { readonly line: LineView }) {
  return (
    <Section title="Releases" note={`of ${line.series}`}>
      <Table
        label="Releases"
        rows={line.releases}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        columns={[
          {
            id: 'version',
            header: 'Version',
            cell: (row) => (
              <TextLink quiet className="font-mono font-medium" href={entityAddress(row.ref)}>
                {row.version}
              </TextLink>
            ),
          },
          {
            id: 'state',
            header: 'State',
            width: '10rem',
            cell: (row) => <EntityStatus plain state={row.state} />,
          },
          {
            id: 'at',
            header: 'Cut',
            width: '8rem',
            align: 'end',
            cell: (row) => <Age at={row.at} />,
          },
        ]}
        empty={
          <EmptyState
            sentence="Nothing was released from it yet."
            example={`${line.series}.1, with two fixes.`}
          />
        }
      />
    </Section>
  );
}

/** A release line: its window, its releases and hotfixes, what is on it alone, its backports. */
export function LinePage() {
  const ref = useReference();
  const read = useRead('release.getReleaseLine', { params: { id: ref } });
  if (read.error) return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={10} />;
  const line = read.data;
  return (
    <EntityPage entity={line} withoutRibbon actions={<LineActs line={line} />}>
      {line.failure !== null && (
        <ErrorState problem={{ title: 'The remote refused its branch', detail: line.failure }} />
      )}
      <DescriptionList
        wide
        entries={[
          { term: 'Repository', value: <EntityLink entity={line.repository} /> },
          { term: 'Branch', value: <Mono>{line.branch}</Mono> },
          {
            term: 'Head',
            value: line.head === null ? 'Not in the remote' : <CommitName sha={line.head} />,
          },
          { term: 'Supported', value: windowWords(line) },
          { term: 'Patches', value: strategyWords[line.strategy] },
          {
            term: 'Unreleased',
            value:
              line.unreleased === 0
                ? 'Nothing since its latest release'
                : `${line.unreleased} commit${line.unreleased === 1 ? '' : 's'}`,
          },
          {
            term: 'Not on the default branch',
            value: line.notForward === 0 ? 'Nothing that should be' : String(line.notForward),
          },
        ]}
      />
      <Releases line={line} />
      <LineCommits line={line} />
      <Section title="Backports" note="to this line, and what is brought forward from it">
        <BackportList line={line.ref} />
      </Section>
      <Section title="Hotfixes" note="branches from a tag of this line">
        <HotfixTable rows={line.hotfixes} loading={false} />
      </Section>
    </EntityPage>
  );
}
