import { entityAddress } from '../../api/entity-address.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { LogView } from '../../ui/log-view.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { failureWords } from './failure-words.ts';
import type { DeploymentView } from './release-types.ts';

function Suspects({ deployment }: { readonly deployment: DeploymentView }) {
  const { suspects, lastGood } = deployment;
  return (
    <Section
      title="Suspects"
      level={3}
      note={
        lastGood === null
          ? 'Nothing was deployed well here before: every commit is new.'
          : `What is new since ${lastGood.version}, which ran well here.`
      }
    >
      {suspects.length === 0 ? (
        <p className="text-secondary">No commit is new: look at the environment itself.</p>
      ) : (
        <Table
          label="Suspects"
          rows={suspects}
          rowKey={(row) => row.sha}
          rowName={(row) => row.subject}
          columns={[
            {
              id: 'sha',
              header: 'Commit',
              width: '8rem',
              cell: (row) => <CommitName sha={row.sha} />,
            },
            { id: 'subject', header: 'Subject', cell: (row) => row.subject },
            { id: 'author', header: 'Author', width: '12rem', cell: (row) => row.author },
            {
              id: 'at',
              header: 'When',
              width: '6rem',
              align: 'end',
              cell: (row) => <Age at={row.at} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What went wrong, with what shows it, and since when. */
export function DeploymentFailure({ deployment }: { readonly deployment: DeploymentView }) {
  const { failure, lastGood, steps } = deployment;
  if (!failure) return null;
  const { name, advice } = failureWords[failure.class];
  const step = steps.find(({ ref }) => ref === failure.step);
  return (
    <Section title="Failure">
      <div className="flex flex-col gap-4 border-l-2 border-off-track pl-4">
        <div className="flex flex-col gap-1">
          <p className="flex flex-wrap items-center gap-3">
            <Status tone="off-track" word={name} />
            <span className="font-medium">{failure.says}</span>
          </p>
          <p className="max-w-prose text-secondary">{advice}</p>
        </div>
        <DescriptionList
          entries={[
            ...(failure.room === null
              ? []
              : [
                  {
                    term: 'What to do',
                    value: (
                      <TextLink href={entityAddress(failure.room)}>
                        Suspects, safety of a rollback, runbook
                      </TextLink>
                    ),
                  },
                ]),
            ...(step ? [{ term: 'Step', value: step.name }] : []),
            { term: 'When', value: <Instant at={failure.at} seconds /> },
            {
              term: 'Last good',
              value:
                lastGood === null ? (
                  'None here yet'
                ) : (
                  <>
                    <TextLink href={entityAddress(lastGood.ref)}>{lastGood.title}</TextLink>,{' '}
                    <TextLink href={entityAddress(lastGood.deployment)}>its deployment</TextLink>
                  </>
                ),
            },
          ]}
        />
        {failure.log.length > 0 && (
          <LogView
            label="The last lines of the log"
            height={Math.min(280, 24 + failure.log.length * 18)}
            lines={failure.log.map((text, sequence) => ({ sequence, text }))}
          />
        )}
        <Suspects deployment={deployment} />
      </div>
    </Section>
  );
}
