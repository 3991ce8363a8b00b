import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { onDefaultWords } from './backport-words.ts';
import { CommitName } from './commit-name.tsx';
import type { LineView } from './release-types.ts';

type Commit = LineView['commits'][number];

function OnDefault({ commit }: { readonly commit: Commit }) {
  if (commit.onDefault !== null) {
    return <Status plain tone="done" word={onDefaultWords[commit.onDefault]} />;
  }
  if (commit.dismissed) {
    return (
      <>
        <Status plain tone="stopped" word="Needn’t have it" />
        <span className="block text-xs text-tertiary">
          {commit.dismissed.reason} ({commit.dismissed.by})
        </span>
      </>
    );
  }
  if (commit.forwardPort) {
    return (
      <TextLink quiet href={entityAddress(commit.forwardPort.ref)}>
        <EntityStatus plain state={commit.forwardPort.state} />
      </TextLink>
    );
  }
  return <Status plain tone="at-risk" word="Hasn’t it" />;
}

function Dismiss({
  line,
  commit,
  onOpenChange,
}: {
  readonly line: LineView;
  readonly commit: Commit;
  readonly onOpenChange: () => void;
}) {
  const dismiss = useWrite('release.dismissForwardPort');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="The default branch needn’t have it"
      description={commit.subject}
      submit="Say so"
      busy={dismiss.isPending}
      error={dismiss.error}
      onSubmit={() =>
        dismiss.mutateAsync({ params: { id: line.ref }, body: { sha: commit.sha, reason } })
      }
    >
      <TextArea
        label="Why"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(dismiss.error, 'reason')}
      />
    </FormDialog>
  );
}

/** What a line has and the default branch hasn't, and whether it should. */
export function LineCommits({ line }: { readonly line: LineView }) {
  const forward = useWrite('release.askForwardPort');
  const [dismissing, setDismissing] = useState<Commit>();
  const columns: readonly TableColumn<Commit>[] = [
    { id: 'sha', header: 'Commit', width: '8rem', cell: (row) => <CommitName sha={row.sha} /> },
    {
      id: 'subject',
      header: 'Subject',
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {row.subject}
          {row.onHotfix && <Badge>Hotfix</Badge>}
        </span>
      ),
    },
    { id: 'author', header: 'Author', width: '10rem', cell: (row) => row.author },
    { id: 'at', header: 'When', width: '6rem', align: 'end', cell: (row) => <Age at={row.at} /> },
    {
      id: 'main',
      header: 'The default branch',
      width: '14rem',
      cell: (row) => <OnDefault commit={row} />,
    },
    {
      id: 'act',
      header: 'Act',
      headerHidden: true,
      width: '13rem',
      align: 'end',
      cell: (row) =>
        row.onDefault === null &&
        !row.dismissed &&
        !row.forwardPort && (
          <span className="inline-flex gap-2">
            <Button
              size="sm"
              onClick={() =>
                forward.mutate(
                  { params: { id: line.ref }, body: { sha: row.sha } },
                  { onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }) },
                )
              }
            >
              Bring forward
            </Button>
            <Button size="sm" tone="quiet" onClick={() => setDismissing(row)}>
              Needn’t
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Section
      title="Only on this line"
      note="its commits that the default branch hasn’t under the same name"
    >
      <Table
        label="Only on this line"
        rows={line.commits}
        rowKey={(row) => row.sha}
        rowName={(row) => row.subject}
        columns={columns}
        empty={
          <EmptyState
            sentence="The line has nothing of its own: all of it is on the default branch."
            example="fix: round the total, picked from the default branch."
          />
        }
      />
      {dismissing && (
        <Dismiss line={line} commit={dismissing} onOpenChange={() => setDismissing(undefined)} />
      )}
    </Section>
  );
}
