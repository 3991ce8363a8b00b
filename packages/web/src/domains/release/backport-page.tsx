import { useReference } from '../../api/search-params.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { BackportActs } from './backport-acts.tsx';
import { backportLooks, takeWords } from './backport-words.ts';
import { CommitName } from './commit-name.tsx';
import type { BackportView } from './release-types.ts';
import { ResolveConflict } from './resolve-conflict.tsx';

const askedHow = {
  person: 'by hand',
  label: 'by a label of the change',
  trailer: 'by a trailer of a commit',
} as const;

const commitLooks = {
  waiting: { tone: 'waiting', word: 'Waiting' },
  picked: { tone: 'done', word: 'Picked' },
  empty: { tone: 'done', word: 'There already' },
  conflict: { tone: 'off-track', word: 'In conflict' },
} as const;

function Commits({ backport }: { readonly backport: BackportView }) {
  return (
    <Section title="Commits" note="in the order in which they are picked">
      <Table
        label="Commits"
        rows={backport.commits}
        rowKey={(row) => row.sha}
        rowName={(row) => row.subject}
        columns={[
          {
            id: 'sha',
            header: 'Commit',
            width: '8rem',
            cell: (row) => <CommitName sha={row.sha} />,
          },
          {
            id: 'subject',
            header: 'Subject',
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {row.subject}
                {row.part === 'earlier' && <Badge>Taken along</Badge>}
              </span>
            ),
          },
          {
            id: 'state',
            header: 'State',
            width: '10rem',
            cell: (row) => <Status plain {...commitLooks[row.state]} />,
          },
          {
            id: 'became',
            header: 'Became',
            width: '8rem',
            cell: (row) => (row.became === null ? '–' : <CommitName sha={row.became} />),
          },
        ]}
      />
    </Section>
  );
}

/** The earlier commits that the change seems to need, and the act that takes them along. */
function Earlier({ backport }: { readonly backport: BackportView }) {
  const take = useWrite('release.takeEarlierCommits');
  const { conflict } = backport;
  if (!conflict || conflict.missing.length === 0) return null;
  const { missing, missingSuffice } = conflict;
  return (
    <Section
      title="Earlier commits"
      note={`that ${backport.target} hasn’t, and that touch what conflicts`}
      actions={
        <Button
          tone={missingSuffice ? 'primary' : 'default'}
          busy={take.isPending}
          onClick={() =>
            take.mutate({ params: { id: backport.ref }, body: {}, ifMatch: backport.revision })
          }
        >
          Take them along
        </Button>
      }
    >
      {take.error && <ErrorState compact problem={shownProblem(take.error)} />}
      <p className="text-secondary">
        {missingSuffice
          ? 'Tried: with these before it, in this order, it goes cleanly.'
          : 'With these before it, something still conflicts.'}
      </p>
      <ul className="flex flex-col gap-1">
        {missing.map(({ sha, subject }) => (
          <li key={sha} className="flex flex-wrap items-center gap-2">
            <CommitName sha={sha} /> {subject}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Settled({ backport }: { readonly backport: BackportView }) {
  if (backport.resolutions.length === 0) return null;
  return (
    <Section title="Settled by people">
      <Table
        label="Settled by people"
        rows={backport.resolutions}
        rowKey={(row) => `${row.sha} ${row.path}`}
        rowName={(row) => row.path}
        columns={[
          { id: 'path', header: 'File', cell: (row) => <Mono>{row.path}</Mono> },
          {
            id: 'take',
            header: 'Taken',
            width: '16rem',
            cell: (row) => `${takeWords[row.take]}${row.remembered ? ', as before' : ''}`,
          },
          { id: 'by', header: 'By', width: '12rem', cell: (row) => row.by },
          { id: 'at', header: 'When', width: '12rem', cell: (row) => <Instant at={row.at} /> },
        ]}
      />
    </Section>
  );
}

/** A backport: what it brings where, how it stands, and the conflict that a person settles here. */
export function BackportPage() {
  const ref = useReference();
  const read = useRead('release.getBackport', { params: { id: ref } });
  if (read.error) return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={10} />;
  const backport = read.data;
  const look = backportLooks[backport.state];
  return (
    <EntityPage entity={backport} actions={<BackportActs backport={backport} />}>
      <p className="flex flex-wrap items-center gap-2">
        <Status {...look} /> {backport.says}
      </p>
      <DescriptionList
        wide
        entries={[
          { term: 'Repository', value: <EntityLink entity={backport.repository} /> },
          {
            term: 'Change',
            value:
              backport.change === null ? (
                'A commit of the line that belongs to no change'
              ) : (
                <EntityLink entity={backport.change} />
              ),
          },
          {
            term: backport.direction === 'back' ? 'To' : 'From',
            value: (
              <>
                <EntityLink entity={backport.line} /> <Mono>{backport.line.branch}</Mono>
              </>
            ),
          },
          ...(backport.direction === 'forward'
            ? [{ term: 'To', value: <Mono>{backport.target}</Mono> }]
            : []),
          { term: 'Branch', value: <Mono>{backport.branch}</Mono> },
          {
            term: 'Asked for',
            value: (
              <>
                <Instant at={backport.askedAt} /> by {backport.askedBy},{' '}
                {askedHow[backport.askedHow]}
              </>
            ),
          },
          ...(backport.landedAt === null
            ? []
            : [
                {
                  term: 'Landed',
                  value: (
                    <>
                      <Instant at={backport.landedAt} />
                      {backport.landedBy ? ` by ${backport.landedBy}` : ''}
                    </>
                  ),
                },
              ]),
        ]}
      />
      {backport.state === 'conflict' && (
        <>
          <Earlier backport={backport} />
          <ResolveConflict backport={backport} />
        </>
      )}
      <Commits backport={backport} />
      <Settled backport={backport} />
    </EntityPage>
  );
}
