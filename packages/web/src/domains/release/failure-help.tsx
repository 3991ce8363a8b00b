import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Section } from '../../ui/section.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { settlementWords } from './failure-words.ts';
import { runbookTree } from './notes-tree.ts';
import type { FailureView } from './release-types.ts';
import { RunbookDialog } from './runbook-dialog.tsx';
import { RunbookScope } from './runbooks.tsx';

function Earlier({ failure }: { readonly failure: FailureView }) {
  const { earlier, remedies, seenBefore } = failure;
  return (
    <Section
      title="Seen before"
      note={
        seenBefore === 0
          ? undefined
          : `${seenBefore === 1 ? 'Once' : `${seenBefore} times`}, by the same lines.`
      }
      actions={
        seenBefore > 0 && (
          <LinkButton size="sm" href={`/failures?state=settled&like=${failure.ref}`}>
            All of them
          </LinkButton>
        )
      }
    >
      {earlier.length === 0 ? (
        <p className="text-secondary">Nothing like it has failed here yet.</p>
      ) : (
        <>
          {remedies.length > 0 && (
            <p className="font-medium">
              What ended it:{' '}
              {remedies
                .map(({ how, times }) => `${settlementWords[how].toLowerCase()} (${times}×)`)
                .join(', ')}
              .
            </p>
          )}
          <ul className="flex flex-col">
            {earlier.map((one) => (
              <li key={one.ref} className="hairline-b py-1.5 last:border-b-0">
                <TextLink href={entityAddress(one.ref)}>{one.title}</TextLink>{' '}
                <span className="text-xs text-tertiary">
                  <Age at={one.at} />
                </span>
                <span className="block text-xs text-secondary">
                  {one.settled
                    ? `${settlementWords[one.settled.how]}, ${one.settled.by}: ${one.settled.note}`
                    : 'Not settled yet'}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** Whom to ask, what to do, and what ended the same failure before. */
export function FailureHelp({ failure }: { readonly failure: FailureView }) {
  const [editing, setEditing] = useState(false);
  const { owners, runbook, repository } = failure;
  return (
    <>
      <div className="grid gap-6 lg:grid-cols-2">
        <Section
          title="Runbook"
          note={<RunbookScope runbook={runbook} />}
          actions={
            <Button size="sm" onClick={() => setEditing(true)}>
              Edit
            </Button>
          }
        >
          <Markdown nodes={runbookTree(runbook.body)} baseLevel={3} />
        </Section>
        <div className="flex flex-col gap-6">
          <Section title="Whom to ask">
            {owners.length === 0 ? (
              <p className="text-secondary">
                Nobody owns the repository or the environment yet: their pages say who should.
              </p>
            ) : (
              <ul className="flex flex-col">
                {owners.map(({ person, unit, says }) => (
                  <li
                    key={`${person?.ref} ${unit?.ref} ${says}`}
                    className="hairline-b flex flex-wrap items-baseline gap-x-2 py-1.5 last:border-b-0"
                  >
                    {unit && <EntityLink entity={unit} />}
                    {person ? (
                      <EntityLink entity={person} />
                    ) : (
                      unit && <span className="text-tertiary">its head is vacant</span>
                    )}
                    <span className="text-secondary">{says}</span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Earlier failure={failure} />
        </div>
      </div>
      {editing && (
        <RunbookDialog
          runbook={runbook}
          repository={repository}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
