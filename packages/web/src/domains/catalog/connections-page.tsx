import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.ts';
import { Instant } from '../../ui/time.tsx';

type Connection = OutputOf<OperationOf<'catalog.listConnections'>>['items'][number];

function ConnectionDialog({
  connection,
  onClose,
}: {
  readonly connection?: Connection;
  readonly onClose: () => void;
}) {
  const create = useWrite('catalog.createConnection');
  const change = useWrite('catalog.changeConnection');
  const { fields, set } = useFields({
    name: connection?.name ?? '',
    address: '',
    unit: optionOf(connection?.unit),
  });
  const { name, address, unit } = fields;
  const error = connection ? change.error : create.error;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={connection ? `Change ${connection.name}` : 'Add a connection'}
      description="With it you allow the server to speak to this host. Use a database role that may read what metrics need, and nothing else."
      submit={connection ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        connection
          ? change.mutateAsync({
              params: { id: connection.ref },
              body: { name, unit: unit?.id ?? null, ...(address === '' ? {} : { address }) },
            })
          : create.mutateAsync({ body: { name, address, ...(unit ? { unit: unit.id } : {}) } })
      }
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        value={name}
        onValueChange={set('name')}
        error={faultOf(error, 'name')}
      />
      <TextField
        label="Address"
        required={!connection}
        mono
        type="password"
        autoComplete="off"
        hint={`postgres://user:password@host:5432/database, with ?sslmode=require or disable where the host can’t prove its name. It is never shown again${connection ? '; empty keeps the present one' : ''}.`}
        value={address}
        onValueChange={set('address')}
        error={faultOf(error, 'address')}
      />
      <EntityPicker
        label="For the editors of"
        hint="Who may write queries for it; without a unit, editors of the whole organisation."
        kind="unit"
        value={unit}
        onValueChange={set('unit')}
      />
    </FormDialog>
  );
}

function Acts({
  connection,
  onChange,
  onDelete,
}: {
  readonly connection: Connection;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}) {
  const trial = useWrite('catalog.testConnection');
  const ask = () =>
    trial.mutate(
      { params: { id: connection.ref } },
      {
        onSuccess: ({ problem }) =>
          toast(
            problem === null
              ? { title: `“${connection.name}” answers.` }
              : { title: `“${connection.name}” doesn’t answer.`, detail: problem },
          ),
        onError: (error) => toast(shownProblem(error)),
      },
    );
  return (
    <span className="flex justify-end gap-2">
      <Button size="sm" busy={trial.isPending} onClick={ask}>
        Test
      </Button>
      <Button size="sm" onClick={onChange}>
        Change
      </Button>
      <Button size="sm" onClick={onDelete}>
        Delete
      </Button>
    </span>
  );
}

const columns: readonly TableColumn<Connection>[] = [
  { id: 'name', header: 'Connection', cell: (row) => row.name },
  {
    id: 'target',
    header: 'Leads to',
    cell: ({ target }) =>
      target && (
        <Mono>
          {target.host}:{target.port}/{target.database}
        </Mono>
      ),
  },
  {
    id: 'unit',
    header: 'For the editors of',
    cell: (row) => row.unit?.title ?? 'the whole organisation',
  },
  { id: 'metrics', header: 'Metrics', align: 'end', width: '5rem', cell: (row) => row.metrics },
  {
    id: 'by',
    header: 'Made',
    cell: (row) => (
      <>
        {row.createdBy}, <Instant at={row.createdAt} />
      </>
    ),
  },
];

/** The databases that metrics may be taken from; made by administrators. */
export function ConnectionsPage() {
  const { administrator } = useIdentity();
  const list = useRead('catalog.listConnections', {});
  const remove = useWrite('catalog.deleteConnection');
  const [open, setOpen] = useState<Connection | 'new' | null>(null);
  const [doomed, setDoomed] = useState<Connection | null>(null);
  const acts: TableColumn<Connection> = {
    id: 'acts',
    header: 'Acts',
    headerHidden: true,
    align: 'end',
    cell: (row) => (
      <Acts connection={row} onChange={() => setOpen(row)} onDelete={() => setDoomed(row)} />
    ),
  };
  return (
    <>
      <PageHeader
        title="Connections"
        description="Databases that metrics take their values from, by queries that only read."
        actions={
          administrator && (
            <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
              Add a connection
            </Button>
          )
        }
      />
      {list.error && (
        <ErrorState problem={shownProblem(list.error)} onRetry={() => void list.refetch()} />
      )}
      <Table
        label="Connections"
        columns={administrator ? [...columns, acts] : columns.filter(({ id }) => id !== 'target')}
        rows={list.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={list.isPending}
        empty={
          <EmptyState
            sentence={
              administrator
                ? 'No connection is made yet.'
                : 'There is no connection that you may write queries for. Administrators make them.'
            }
            action={
              administrator && <Button onClick={() => setOpen('new')}>Add a connection</Button>
            }
            example="“Warehouse”: a read-only role on the reporting database, for the editors of one unit."
          />
        }
      />
      {open !== null && (
        <ConnectionDialog
          {...(open === 'new' ? {} : { connection: open })}
          onClose={() => setOpen(null)}
        />
      )}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={() => setDoomed(null)}
        title="Delete this connection?"
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() =>
          doomed &&
          remove.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(null) })
        }
      >
        The server will no longer speak to “{doomed?.name}”. Its address is forgotten.
      </ConfirmDialog>
    </>
  );
}
