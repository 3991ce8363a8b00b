import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Age, Instant } from '../../ui/time.tsx';

type Runner = OutputOf<OperationOf<'release.listRunners'>>['items'][number];

const looks = {
  waiting: ['waiting', 'Never heard of'],
  online: ['on-track', 'Online'],
  offline: ['off-track', 'Offline'],
  revoked: ['stopped', 'Revoked'],
} as const;

const sandboxes = {
  bubblewrap: 'Namespaces (bubblewrap)',
  account: 'An account of its own',
  none: 'None: trusted repositories only',
} as const;

function NewRunner({ onMade }: { readonly onMade: (token: string) => void }) {
  const create = useWrite('release.createRunner');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        New runner
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="New runner"
        description="It runs commands of pipelines on another machine. Its token is shown once."
        submit="Create the runner"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          const { token } = await create.mutateAsync({ body: { name } });
          setName('');
          onMade(token);
        }}
      >
        <TextField
          label="Name"
          required
          hint="The machine, or what it is for: “build-2”."
          value={name}
          onValueChange={setName}
          error={faultOf(create.error, 'name')}
        />
      </FormDialog>
    </>
  );
}

/** The runners, when they were last heard of, and how they keep commands apart. */
export function Runners({ administrator }: { readonly administrator: boolean }) {
  const read = useRead('release.listRunners', {});
  const revoke = useWrite('release.revokeRunner');
  const [token, setToken] = useState<string>();
  const [doomed, setDoomed] = useState<Runner>();
  return (
    <Section title="Runners" actions={administrator && <NewRunner onMade={setToken} />}>
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      <Table
        label="Runners"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={read.isPending}
        empty={
          <EmptyState
            sentence="There is no runner on another machine; commands run beside the server where that is allowed."
            example="build-2, online, with bubblewrap."
          />
        }
        columns={[
          { id: 'name', header: 'Runner', cell: (row) => row.name },
          {
            id: 'state',
            header: 'State',
            width: '10rem',
            cell: (row) => {
              const [tone, word] = looks[row.state];
              return <Status plain tone={tone} word={word} />;
            },
          },
          {
            id: 'sandbox',
            header: 'Sandbox',
            cell: (row) => (row.sandbox === null ? 'Not known yet' : sandboxes[row.sandbox]),
          },
          {
            id: 'seen',
            header: 'Last heard of',
            width: '9rem',
            cell: (row) =>
              row.lastSeenAt === null ? 'Never' : <Age at={row.lastSeenAt} staleAfter={120} />,
          },
          { id: 'created', header: 'Created', cell: (row) => <Instant at={row.createdAt} /> },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '7rem',
            cell: (row) =>
              administrator && row.state !== 'revoked' ? (
                <Button size="sm" onClick={() => setDoomed(row)}>
                  Revoke
                </Button>
              ) : null,
          },
        ]}
      />
      <Dialog
        open={token !== undefined}
        onOpenChange={() => setToken(undefined)}
        title="The runner’s token"
        description="Copy it now: it isn’t shown again."
        footer={<Button onClick={() => setToken(undefined)}>I have copied it</Button>}
      >
        <CodeBlock label="Runner token" code={token ?? ''} />
      </Dialog>
      <ConfirmDialog
        open={doomed !== undefined}
        onOpenChange={() => setDoomed(undefined)}
        title={`Revoke the runner ${doomed?.name ?? ''}?`}
        confirmLabel="Revoke"
        danger
        busy={revoke.isPending}
        problem={revoke.error ? shownProblem(revoke.error) : undefined}
        onConfirm={() => {
          if (!doomed) return;
          revoke.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(undefined) });
        }}
      >
        It is refused from now on. What it runs counts as lost when its lease ends.
      </ConfirmDialog>
    </Section>
  );
}
