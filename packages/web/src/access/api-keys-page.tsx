import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { FormDialog } from '../entity/form-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table } from '../ui/table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Age, Instant } from '../ui/time.tsx';

type Key = OutputOf<OperationOf<'access.listApiKeys'>>['items'][number];

function NewKey({ onMade }: { readonly onMade: (key: string) => void }) {
  const create = useWrite('access.createApiKey');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState('*:read');
  const [days, setDays] = useState<number | null>(90);
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        New key
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="New API key"
        description="It has your rights, narrowed to its scopes. It is shown once."
        submit="Create"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          const { key } = await create.mutateAsync({
            body: {
              name,
              scopes: scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
              expiresInDays: days ?? 90,
            },
          });
          setName('');
          onMade(key);
        }}
      >
        <TextField
          label="Name"
          required
          hint="What it is for: “nightly export”."
          value={name}
          onValueChange={setName}
          error={faultOf(create.error, 'name')}
        />
        <TextField
          label="Scopes"
          required
          mono
          hint="Separated by spaces: *:read, strategy:write, release:read …"
          value={scopes}
          onValueChange={setScopes}
        />
        <NumberField
          label="Expires in"
          unit="days"
          min={1}
          max={366}
          value={days}
          onValueChange={setDays}
        />
      </FormDialog>
    </>
  );
}

/** My API keys. */
export function ApiKeysPage() {
  const keys = useRead('access.listApiKeys', {});
  const revoke = useWrite('access.revokeApiKey');
  const [made, setMade] = useState<string>();
  const [doomed, setDoomed] = useState<Key>();
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          <>
            For programs that act for you. The interface is described at{' '}
            <a className="link" href="/docs" target="_blank" rel="noreferrer">
              /docs
            </a>
            .
          </>
        }
        actions={<NewKey onMade={setMade} />}
      />
      {keys.error && <ErrorState problem={shownProblem(keys.error)} />}
      <Table
        label="API keys"
        rows={keys.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={keys.isPending}
        empty={
          <EmptyState
            sentence="You have no API key."
            example="a key named “nightly export” with the scope *:read."
          />
        }
        columns={[
          { id: 'name', header: 'Name', cell: (row) => row.name },
          { id: 'scopes', header: 'Scopes', cell: (row) => row.scopes.join(', ') },
          { id: 'created', header: 'Created', cell: (row) => <Instant at={row.createdAt} /> },
          {
            id: 'used',
            header: 'Last used',
            cell: (row) => (row.lastUsedAt === null ? 'Never' : <Age at={row.lastUsedAt} />),
          },
          {
            id: 'expires',
            header: 'Expires',
            cell: (row) => (row.expiresAt === null ? 'Never' : <Instant at={row.expiresAt} />),
          },
          {
            id: 'act',
            header: 'Revoke',
            headerHidden: true,
            align: 'end',
            cell: (row) => (
              <Button size="sm" onClick={() => setDoomed(row)}>
                Revoke
              </Button>
            ),
          },
        ]}
      />
      <Dialog
        open={made !== undefined}
        onOpenChange={() => setMade(undefined)}
        title="Your new API key"
        description="Copy it now: it isn’t shown again."
        footer={<Button onClick={() => setMade(undefined)}>I have copied it</Button>}
      >
        <CodeBlock label="API key" code={made ?? ''} />
      </Dialog>
      <ConfirmDialog
        open={doomed !== undefined}
        onOpenChange={() => setDoomed(undefined)}
        title="Revoke this key?"
        confirmLabel="Revoke"
        danger
        busy={revoke.isPending}
        problem={revoke.error ? shownProblem(revoke.error) : undefined}
        onConfirm={() => {
          if (!doomed) return;
          revoke.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(undefined) });
        }}
      >
        Programs that use “{doomed?.name}” are refused from now on.
      </ConfirmDialog>
    </>
  );
}
