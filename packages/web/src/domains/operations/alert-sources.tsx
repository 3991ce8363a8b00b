import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { Age } from '../../ui/time.tsx';
import { AlertSourceDialog, KeepSecretDialog, NewTokenDialog } from './alert-source-dialog.tsx';

type AlertSource = OutputOf<OperationOf<'operations.listAlertSources'>>['items'][number];

const kinds = { pagerduty: 'PagerDuty', alertmanager: 'Alertmanager' } as const;

/** What is pasted where, in the other tool. */
function Setup({
  source,
  token,
  onClose,
}: {
  readonly source: Pick<AlertSource, 'kind' | 'name' | 'address'>;
  /** Shown once, where one was just made. */
  readonly token: string | null;
  readonly onClose: () => void;
}) {
  const pagerDuty = source.kind === 'pagerduty';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Set up ${source.name}`}
      description={token === null ? undefined : 'Copy the token now: it isn’t shown again.'}
      size="lg"
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-4">
        {pagerDuty ? (
          <ol className="flex list-decimal flex-col gap-2 pl-6">
            <li>
              In PagerDuty, open Integrations, Generic Webhooks (v3), and add a webhook with this
              address and the events of incidents.
            </li>
            <li>PagerDuty then shows a secret, once. Keep it here: “Keep the secret”.</li>
          </ol>
        ) : (
          <p>
            In Alertmanager’s configuration, add this receiver and route alerts to it, then reload.
          </p>
        )}
        <CodeBlock label="Address" code={source.address} />
        {!pagerDuty && (
          <CodeBlock
            label="Receiver"
            code={`receivers:
  - name: throughline
    webhook_configs:
      - url: ${source.address}
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: ${token ?? '<the token that was shown>'}`}
          />
        )}
      </div>
    </Dialog>
  );
}

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'change' | 'secret' | 'delete'; readonly source: AlertSource }
  | {
      readonly kind: 'setup';
      readonly source: Pick<AlertSource, 'kind' | 'name' | 'address'>;
      readonly token: string | null;
    };

/** Other tools that open, tell of and resolve incidents here. */
export function AlertSources() {
  const read = useRead('operations.listAlertSources', {});
  const remove = useWrite('operations.deleteAlertSource');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Section
      title="Alert sources"
      note="PagerDuty and Alertmanager open, tell of and resolve incidents"
      actions={
        <Button size="sm" icon="plus" onClick={() => setOpen({ kind: 'add' })}>
          Add a source
        </Button>
      }
    >
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      <Table
        label="Alert sources"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={read.isPending}
        empty={
          <EmptyState
            sentence="No other tool opens incidents here yet."
            example="Alertmanager of production: ready, last heard of two minutes ago."
          />
        }
        columns={[
          { id: 'name', header: 'Source', cell: (row) => row.name },
          { id: 'kind', header: 'Tool', width: '9rem', cell: (row) => kinds[row.kind] },
          { id: 'unit', header: 'Unit', cell: (row) => row.unit?.title ?? '–' },
          {
            id: 'state',
            header: 'State',
            cell: (row) => {
              if (!row.ready) return <Status tone="waiting" word="Waits for its secret" plain />;
              const refused =
                row.lastRefusedAt !== null && row.lastRefusedAt > (row.lastReceivedAt ?? '');
              return refused ? (
                <Status tone="off-track" word={`Refused: ${row.lastRefusal}`} plain />
              ) : (
                <Status tone="on-track" word="Ready" plain />
              );
            },
          },
          {
            id: 'heard',
            header: 'Last heard of',
            width: '8rem',
            cell: (row) => (row.lastReceivedAt ? <Age at={row.lastReceivedAt} /> : 'Never'),
          },
          {
            id: 'acts',
            header: 'Acts',
            headerHidden: true,
            align: 'end',
            cell: (row) => (
              <span className="inline-flex flex-wrap justify-end gap-1">
                <Button
                  size="sm"
                  onClick={() => setOpen({ kind: 'setup', source: row, token: null })}
                >
                  Set up
                </Button>
                <Button size="sm" onClick={() => setOpen({ kind: 'secret', source: row })}>
                  {row.kind === 'pagerduty' ? 'Keep the secret' : 'New token'}
                </Button>
                <Button size="sm" onClick={() => setOpen({ kind: 'change', source: row })}>
                  Change
                </Button>
                <Button size="sm" onClick={() => setOpen({ kind: 'delete', source: row })}>
                  Remove
                </Button>
              </span>
            ),
          },
        ]}
      />
      {open?.kind === 'add' && (
        <AlertSourceDialog
          onClose={close}
          onMade={(source, token) => setOpen({ kind: 'setup', source, token })}
        />
      )}
      {open?.kind === 'change' && <AlertSourceDialog source={open.source} onClose={close} />}
      {open?.kind === 'setup' && <Setup source={open.source} token={open.token} onClose={close} />}
      {open?.kind === 'secret' && open.source.kind === 'pagerduty' && (
        <KeepSecretDialog source={open.source} onClose={close} />
      )}
      {open?.kind === 'secret' && open.source.kind === 'alertmanager' && (
        <NewTokenDialog
          source={open.source}
          onClose={close}
          onMade={(token) => setOpen({ kind: 'setup', source: open.source, token })}
        />
      )}
      {open?.kind === 'delete' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Remove ${open.source.name}?`}
          confirmLabel="Remove"
          danger
          busy={remove.isPending}
          problem={remove.error ? shownProblem(remove.error) : undefined}
          onConfirm={() => remove.mutate({ params: { id: open.source.ref } }, { onSuccess: close })}
        >
          Nothing more is taken in from it. The incidents that it opened stay.
        </ConfirmDialog>
      )}
    </Section>
  );
}
