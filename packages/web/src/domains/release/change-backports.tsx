import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { backportLooks, previewLooks } from './backport-words.ts';

type Row = OutputOf<OperationOf<'release.getChangeBackports'>>['items'][number];

function Preview({ preview }: { readonly preview: Row['preview'] }) {
  if (preview === null) return <span className="text-tertiary">Not known yet</span>;
  const { missing, missingSuffice, paths } = preview;
  return (
    <>
      <Status plain {...previewLooks[preview.outcome]} />
      {paths.length > 0 && (
        <span className="block text-xs text-tertiary">
          {paths.slice(0, 3).join(', ')}
          {paths.length > 3 && ` and ${paths.length - 3} more`}
        </span>
      )}
      {missing.length > 0 && (
        <span className="block text-xs text-tertiary">
          {missingSuffice ? 'Clean with ' : 'The line lacks '}
          {missing.map(({ subject }) => `“${subject}”`).join(', ')}
        </span>
      )}
    </>
  );
}

function Asked({ row }: { readonly row: Row }) {
  if (row.backport === null) return <span className="text-tertiary">Not asked for</span>;
  return (
    <>
      <TextLink quiet href={entityAddress(row.backport.ref)}>
        <Status plain {...backportLooks[row.backport.state]} />
      </TextLink>
      <span className="block text-xs text-tertiary">{row.backport.says}</span>
    </>
  );
}

const over: ReadonlySet<string> = new Set(['withdrawn', 'failed']);
const mayAsk = (row: Row) => row.backport === null || over.has(row.backport.state);

/** How a change would go to each supported line, and the act that brings it there. */
export function ChangeBackports({
  change,
  open,
}: {
  readonly change: string;
  /** It has not landed yet: a backport waits until it has. */
  readonly open: boolean;
}) {
  const read = useRead('release.getChangeBackports', { params: { id: change } });
  const ask = useWrite('release.askBackports');
  const [asking, setAsking] = useState<readonly Row[]>();
  const rows = read.data?.items ?? [];
  if (read.error) return <ErrorState compact problem={shownProblem(read.error)} />;
  if (rows.length === 0) return null;
  const askable = rows.filter(mayAsk);
  const columns: readonly TableColumn<Row>[] = [
    {
      id: 'line',
      header: 'Line',
      width: '12rem',
      cell: (row) => (
        <TextLink quiet className="font-mono font-medium" href={entityAddress(row.line.ref)}>
          {row.line.branch}
        </TextLink>
      ),
    },
    {
      id: 'preview',
      header: 'What would happen',
      cell: (row) => <Preview preview={row.preview} />,
    },
    { id: 'backport', header: 'Backport', cell: (row) => <Asked row={row} /> },
    {
      id: 'act',
      header: 'Act',
      headerHidden: true,
      width: '9rem',
      align: 'end',
      cell: (row) =>
        mayAsk(row) && (
          <Button size="sm" onClick={() => setAsking([row])}>
            Backport
          </Button>
        ),
    },
  ];
  const names = asking?.map(({ line }) => line.branch).join(', ') ?? '';
  return (
    <Section
      title="Backports"
      note="to the lines that are supported"
      actions={
        askable.length > 1 && <Button onClick={() => setAsking(askable)}>Backport to all</Button>
      }
    >
      <Table
        label="Backports"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.line.ref}
        rowName={(row) => row.line.title}
      />
      <ConfirmDialog
        open={asking !== undefined}
        onOpenChange={() => setAsking(undefined)}
        title={`Backport to ${names}?`}
        confirmLabel="Backport"
        busy={ask.isPending}
        problem={ask.error ? shownProblem(ask.error) : undefined}
        onConfirm={() =>
          ask.mutate(
            { body: { change, lines: (asking ?? []).map(({ line }) => line.ref) } },
            { onSuccess: () => setAsking(undefined) },
          )
        }
      >
        {open
          ? 'It is picked as soon as the change has landed on the default branch.'
          : 'It is picked onto a branch of its own. Nothing lands before somebody says so.'}
      </ConfirmDialog>
    </Section>
  );
}
