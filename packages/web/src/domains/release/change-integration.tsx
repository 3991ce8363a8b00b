import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { toast } from '../../ui/toast.ts';

type Change = OutputOf<OperationOf<'release.getChange'>>;

function Standing({ standing }: { readonly standing: NonNullable<Change['integration']> }) {
  const { within, markedBy, byLabel } = standing;
  if (markedBy === null && !byLabel) {
    return <Status tone="not-started" word="Not marked" />;
  }
  if (within === null) return <Status tone="running" word="The branch is being made anew" />;
  if (within) return <Status tone="on-track" word="In" />;
  return <Status tone="off-track" word="Left out" />;
}

/** How a change stands to the integration branch, with the mark that puts it in. */
export function ChangeIntegration({ change }: { readonly change: Change }) {
  const mark = useWrite('release.markForIntegration');
  const standing = change.integration;
  if (standing === null || change.state !== 'open') return null;
  const marked = standing.markedBy !== null;
  return (
    <Section
      title="Integration branch"
      actions={
        <Button
          size="sm"
          busy={mark.isPending}
          onClick={() =>
            mark.mutate(
              { params: { id: change.ref }, body: { marked: !marked } },
              { onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }) },
            )
          }
        >
          {marked ? 'Take the mark away' : 'Mark it'}
        </Button>
      }
    >
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Standing standing={standing} />
        <span className="text-secondary">
          <Mono>{standing.branch}</Mono>
          {marked && `, marked by ${standing.markedBy}`}
          {standing.byLabel && ', marked by its label'}
        </span>
      </p>
      {standing.within === false && (
        <p className="max-w-prose text-secondary">
          It is in conflict with{' '}
          {standing.with === null ? 'the default branch' : <EntityLink entity={standing.with} />}:{' '}
          {standing.conflicts.join(', ')}
        </p>
      )}
    </Section>
  );
}
