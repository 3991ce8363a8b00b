import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { EvidenceDialog } from './evidence-dialog.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;
type Evidence = DesignRelease['evidence'][number];

/** How severities look. */
const severities = {
  cosmetic: { tone: 'not-started', word: 'Cosmetic' },
  minor: { tone: 'waiting', word: 'Minor' },
  major: { tone: 'at-risk', word: 'Major' },
  catastrophe: { tone: 'off-track', word: 'Catastrophe' },
} as const;

function EvidenceItem({
  evidence,
  present,
  onChange,
  onRemove,
}: {
  readonly evidence: Evidence;
  /** It is of the version under review. */
  readonly present: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}) {
  const { task, study, url, heldOn, participants, succeeded } = evidence;
  return (
    <li className="hairline-b flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium [overflow-wrap:anywhere]">{task}</p>
        <p>
          {succeeded} of {participants} did it: {evidence.success} %
          <span className="text-tertiary">
            {' '}
            ({evidence.from} to {evidence.to} % of all users, with 95 % confidence)
          </span>
        </p>
        <p className="text-sm text-secondary">
          {url === null ? study : <TextLink href={url}>{study}</TextLink>},{' '}
          <PlainDate date={heldOn} />
          {!present && `, of version ${evidence.version}`}
        </p>
        {evidence.findings.length > 0 && (
          <ul className="flex flex-col gap-1">
            {evidence.findings.map((finding, at) => (
              // Findings have no name of their own, and are replaced as a whole.
              <li key={`${at} ${finding.text}`} className="flex flex-wrap items-baseline gap-2">
                <Status {...severities[finding.severity]} />
                <span className="min-w-0 [overflow-wrap:anywhere]">{finding.text}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <span className="flex gap-1">
        <IconButton icon="edit" label={`Change “${task}”`} onClick={onChange} />
        <IconButton icon="trash" label={`Remove “${task}”`} onClick={onRemove} />
      </span>
    </li>
  );
}

/** How people fared with a design: task by task, what was found, which version it was. */
export function UsabilityEvidence({ release }: { readonly release: DesignRelease }) {
  const remove = useWrite('delivery.removeUsabilityEvidence');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Evidence | null>(null);
  const [removing, setRemoving] = useState<Evidence | null>(null);
  return (
    <Section
      title="Usability evidence"
      actions={
        <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
          Add evidence
        </Button>
      }
    >
      {release.evidence.length === 0 ? (
        <p className="text-secondary">
          Nobody has tried it yet: record a task, how many tried it and how many succeeded.
        </p>
      ) : (
        <ul aria-label="Tasks that people tried" className="flex flex-col">
          {release.evidence.map((one) => (
            <EvidenceItem
              key={one.ref}
              evidence={one}
              present={one.version === release.version}
              onChange={() => setChanging(one)}
              onRemove={() => setRemoving(one)}
            />
          ))}
        </ul>
      )}
      {adding && <EvidenceDialog release={release} onClose={() => setAdding(false)} />}
      {changing && (
        <EvidenceDialog release={release} evidence={changing} onClose={() => setChanging(null)} />
      )}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title="Remove this evidence?"
        confirmLabel="Remove the evidence"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() =>
          removing &&
          remove.mutate({ params: { id: removing.ref } }, { onSuccess: () => setRemoving(null) })
        }
      >
        “{removing?.task}” with its findings is gone from the review.
      </ConfirmDialog>
    </Section>
  );
}
