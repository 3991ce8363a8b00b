import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { CommitName } from './commit-name.tsx';

type Workflow = OutputOf<OperationOf<'release.getWorkflow'>>;

const beginning = `version: 1
queue:
  label: ready to land
  checks:
    - name: Test
      run: npm test
`;

function ChangeWorkflow({
  repository,
  workflow,
  onOpenChange,
}: {
  readonly repository: string;
  readonly workflow: Workflow;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const change = useWrite('release.changeWorkflow');
  const [text, setText] = useState(workflow.text ?? beginning);
  const [revision] = useState(workflow.revision);
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      size="lg"
      title="Write the workflow"
      description={`What would stand in ${workflow.path}. A file there wins over this.`}
      submit="Write"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({ params: { id: repository }, body: { text }, ifMatch: revision })
      }
    >
      <TextArea
        label="Workflow (YAML)"
        mono
        rows={14}
        required
        spellCheck={false}
        value={text}
        onValueChange={setText}
        error={faultOf(change.error, 'text')}
      />
    </FormDialog>
  );
}

function Source({ workflow }: { readonly workflow: Workflow }) {
  if (workflow.source === 'none') return null;
  return (
    <p className="max-w-prose text-secondary">
      {workflow.source === 'file' ? (
        <>
          Read from <Mono>{workflow.path}</Mono>
          {workflow.commit !== null && (
            <>
              {' '}
              at <CommitName sha={workflow.commit} />
            </>
          )}
          , on the default branch. Change it there.
        </>
      ) : (
        <>
          Written here, since the repository has no <Mono>{workflow.path}</Mono> on its default
          branch. Once it has one, that counts.
        </>
      )}
    </p>
  );
}

/** The workflow of a repository: what counts, where it comes from, what is wrong with it. */
export function RepositoryWorkflow({ repository }: { readonly repository: string }) {
  const read = useRead('release.getWorkflow', { params: { id: repository } });
  const [open, setOpen] = useState(false);
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={6} />;
  const workflow = read.data;
  const write = (
    <Button size="sm" onClick={() => setOpen(true)}>
      {workflow.source === 'none' ? 'Write a workflow' : 'Change'}
    </Button>
  );
  return (
    <Section title="Workflow" actions={workflow.source === 'settings' ? write : undefined}>
      <Source workflow={workflow} />
      {workflow.faults.length > 0 && (
        <ErrorState
          problem={{
            title: 'The file has faults',
            detail: `${workflow.faults.join('. ')}. ${
              workflow.counts === null
                ? 'Until it is repaired, nothing is queued or integrated.'
                : 'Until it is repaired, its last version without faults counts.'
            }`,
          }}
        />
      )}
      {workflow.source === 'none' && (
        <EmptyState
          sentence="Nothing is declared: branches are named by the usual policy, and there is neither a merge queue nor an integration branch."
          action={write}
          example={`${workflow.path} in the repository, with a queue and the checks that must be green.`}
        />
      )}
      {workflow.counts !== null && <CodeBlock label="What counts" code={workflow.counts} />}
      {open && (
        <ChangeWorkflow repository={repository} workflow={workflow} onOpenChange={setOpen} />
      )}
    </Section>
  );
}
