import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';

type Built = NonNullable<OutputOf<OperationOf<'release.getIntegration'>>['built']>;
type Member = Built['members'][number];

const name: TableColumn<Member> = {
  id: 'change',
  header: 'Change',
  cell: (member) => <EntityLink entity={member.change} />,
};
const head: TableColumn<Member> = {
  id: 'head',
  header: 'Commit',
  width: '8rem',
  cell: (member) => <CommitName sha={member.head} />,
};
const insideColumns = [name, head];
const outsideColumns: readonly TableColumn<Member>[] = [
  name,
  {
    id: 'with',
    header: 'In conflict with',
    cell: (member) =>
      member.with === null ? 'The default branch' : <EntityLink entity={member.with} />,
  },
  {
    id: 'conflicts',
    header: 'Where',
    cell: (member) => <Mono>{member.conflicts.join(', ')}</Mono>,
  },
];

function Members({ built }: { readonly built: Built }) {
  const inside = built.members.filter(({ within }) => within);
  const outside = built.members.filter(({ within }) => !within);
  return (
    <>
      <Section title="In" note={`${inside.length} in all, in the order in which they were merged`}>
        <Table
          label="Changes that are in"
          rows={inside}
          rowKey={(member) => member.change.ref}
          rowName={(member) => member.change.title}
          loading={false}
          columns={insideColumns}
          empty={
            <EmptyState
              sentence="No change is marked: the branch is the default branch. Mark a change on its page."
              example="Three changes that a tester tries together before any of them lands."
            />
          }
        />
      </Section>
      {outside.length > 0 && (
        <Section title="Left out" note="They are tried again whenever one of the others moves">
          <Table
            label="Changes that are left out"
            rows={outside}
            rowKey={(member) => member.change.ref}
            rowName={(member) => member.change.title}
            loading={false}
            columns={outsideColumns}
            empty={null}
          />
        </Section>
      )}
    </>
  );
}

/** The integration branch of a repository: what is in, what is out and why. */
export function RepositoryIntegration({ repository }: { readonly repository: string }) {
  const read = useRead('release.getIntegration', { params: { id: repository } });
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={6} />;
  const { policy, built } = read.data;
  if (policy === null) {
    return (
      <EmptyState
        sentence="The workflow declares no integration branch."
        action={
          <LinkButton href={`/repositories/${repository}?tab=workflow`}>
            See the workflow
          </LinkButton>
        }
        example="A section integration, with the label by which a change is marked for it."
      />
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {built?.state === 'refused' && (
        <ErrorState problem={{ title: 'The branch was not pushed', detail: built.says }} />
      )}
      <DescriptionList
        wide
        entries={[
          { term: 'Branch', value: <Mono>{policy.branch}</Mono> },
          ...(policy.label === null
            ? []
            : [{ term: 'Marked by label', value: <Badge>{policy.label}</Badge> }]),
          ...(built === null
            ? [{ term: 'Built', value: 'Not yet: it is with the next fetch' }]
            : [
                {
                  term: 'Built',
                  value: (
                    <>
                      <CommitName sha={built.sha} /> on <CommitName sha={built.base} />,{' '}
                      <Age at={built.at} />
                    </>
                  ),
                },
              ]),
          ...(built?.state === 'built' && built.says !== ''
            ? [{ term: 'Replaced', value: built.says }]
            : []),
        ]}
      />
      {built !== null && <Members built={built} />}
    </div>
  );
}
