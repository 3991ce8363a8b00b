import { entityAddress } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { safetyLooks } from './failure-words.ts';
import type { FailureView } from './release-types.ts';

type Suspect = FailureView['suspects'][number];

function Reasons({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="flex flex-col text-xs text-secondary">
      {of.map((reason) => (
        <li key={reason} className="[overflow-wrap:anywhere] whitespace-normal">
          {reason}
        </li>
      ))}
    </ul>
  );
}

const columns: readonly TableColumn<Suspect>[] = [
  {
    id: 'commit',
    header: 'Commit',
    cell: (row) => (
      <>
        <span className="font-medium whitespace-normal">{row.subject}</span>
        <span className="block text-xs text-tertiary">
          <CommitName sha={row.sha} /> by{' '}
          {row.person ? (
            <TextLink quiet href={entityAddress(row.person.ref)}>
              {row.author}
            </TextLink>
          ) : (
            row.author
          )}
          , <Age at={row.at} />
        </span>
      </>
    ),
  },
  {
    id: 'suspicion',
    header: 'Suspicion',
    width: '6rem',
    align: 'end',
    cell: (row) => <span className="figures">{row.suspicion}</span>,
  },
  { id: 'why', header: 'Why', cell: (row) => <Reasons of={row.reasons} /> },
  {
    id: 'back',
    header: 'To go back behind it',
    cell: (row) => (
      <>
        <Status plain {...safetyLooks[row.rollback.safety]} />
        <Reasons of={row.rollback.reasons} />
      </>
    ),
  },
];

/** What changed since the last good deployment, the most suspicious first, and whether one can go back. */
export function FailureSuspects({ failure }: { readonly failure: FailureView }) {
  const { suspects, lastGood, besides, rollback, deployment } = failure;
  if (!deployment) return null;
  return (
    <>
      <Section title="Is rolling back safe?">
        <p className="flex flex-wrap items-baseline gap-3">
          <Status {...safetyLooks[rollback.safety]} />
          <span className="max-w-prose">{rollback.says}</span>
        </p>
      </Section>
      <Section
        title="Suspects"
        note={
          lastGood === null
            ? 'Nothing was deployed well here before: every commit is new.'
            : `What came since ${lastGood.version}, the most suspicious first.`
        }
      >
        <Table
          label="Suspects"
          rows={suspects}
          rowKey={(row) => row.sha}
          rowName={(row) => row.subject}
          columns={columns}
          empty={
            <EmptyState sentence="No commit is new: look at the environment itself, and at what else changed." />
          }
        />
        {besides.length > 0 && (
          <ul aria-label="What else changed" className="flex flex-col">
            {besides.map((change) => (
              <li
                key={`${change.entity.ref} ${change.at} ${change.says}`}
                className="hairline-b flex flex-wrap items-baseline gap-x-3 py-1.5 last:border-b-0"
              >
                <EntityLink entity={change.entity} />
                <span className="text-secondary">{change.says}</span>
                <span className="text-xs text-tertiary">
                  <Age at={change.at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
