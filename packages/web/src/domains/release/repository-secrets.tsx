import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Select } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Instant } from '../../ui/time.tsx';

type Secret = OutputOf<OperationOf<'release.listDeploymentSecrets'>>['items'][number];

const everywhere = 'all';

function SetSecret({
  repository,
  onOpenChange,
}: {
  readonly repository: string;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const environments = useRead('release.listEnvironments', {});
  const set = useWrite('release.setDeploymentSecret');
  const [name, setName] = useState('');
  const [place, setPlace] = useState(everywhere);
  const [value, setValue] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Set a secret"
      description="Only steps that name it get it, masked in their logs. Nobody can read it again."
      submit="Set the secret"
      busy={set.isPending}
      error={set.error}
      onSubmit={() =>
        set.mutateAsync({
          params: { id: repository },
          body: { name, value, ...(place === everywhere ? {} : { environment: place }) },
        })
      }
    >
      <TextField
        label="Name"
        required
        mono
        hint="As pipelines name it: DEPLOY_TOKEN. One that is there is replaced."
        value={name}
        onValueChange={setName}
        error={faultOf(set.error, 'name')}
      />
      <Select
        label="Environment"
        value={place}
        onValueChange={setPlace}
        options={[
          { value: everywhere, label: 'Every one without its own' },
          ...(environments.data?.items ?? []).map(({ ref, title }) => ({
            value: ref as string,
            label: title,
          })),
        ]}
      />
      <TextArea
        label="Value"
        required
        mono
        value={value}
        onValueChange={setValue}
        error={faultOf(set.error, 'value')}
      />
    </FormDialog>
  );
}

/** The secrets of a repository's pipelines: their names, for where, and who set them. */
export function RepositorySecrets({ repository }: { readonly repository: string }) {
  const read = useRead('release.listDeploymentSecrets', { params: { id: repository } });
  const remove = useWrite('release.deleteDeploymentSecret');
  const [setting, setSetting] = useState(false);
  const [doomed, setDoomed] = useState<Secret>();
  const act = (
    <Button size="sm" icon="plus" onClick={() => setSetting(true)}>
      Set a secret
    </Button>
  );
  return (
    <div className="flex flex-col gap-3">
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      {(read.data?.items.length ?? 0) > 0 && <div>{act}</div>}
      <Table
        label="Secrets"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={read.isPending}
        empty={
          <EmptyState
            sentence="Pipelines of this repository can ask for no secret yet."
            action={act}
            example="DEPLOY_TOKEN, for production, set on Monday."
          />
        }
        columns={[
          { id: 'name', header: 'Name', cell: (row) => <Mono>{row.name}</Mono> },
          {
            id: 'place',
            header: 'Environment',
            cell: (row) => row.environment?.title ?? 'Every one without its own',
          },
          { id: 'by', header: 'Set by', cell: (row) => row.setBy },
          { id: 'at', header: 'When', cell: (row) => <Instant at={row.setAt} /> },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '7rem',
            cell: (row) => (
              <Button size="sm" onClick={() => setDoomed(row)}>
                Delete
              </Button>
            ),
          },
        ]}
      />
      {setting && <SetSecret repository={repository} onOpenChange={setSetting} />}
      <ConfirmDialog
        open={doomed !== undefined}
        onOpenChange={() => setDoomed(undefined)}
        title={`Delete ${doomed?.name ?? ''}?`}
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() => {
          if (!doomed) return;
          remove.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(undefined) });
        }}
      >
        Steps that ask for it are refused from now on.
      </ConfirmDialog>
    </div>
  );
}
