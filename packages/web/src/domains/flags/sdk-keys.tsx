import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Mono } from '../../ui/mono.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import type { Environment } from './environment-tabs.tsx';
import { ShownOnce } from './shown-once.tsx';

type Key = OutputOf<OperationOf<'flags.listSdkKeys'>>['items'][number];
type Made = OutputOf<OperationOf<'flags.createSdkKey'>>;

function NewKey({
  environment,
  onMade,
}: {
  readonly environment: Environment;
  readonly onMade: (made: Made) => void;
}) {
  const create = useWrite('flags.createSdkKey');
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Key['kind']>('server');
  const [name, setName] = useState('');
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        New key
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`New SDK key for ${environment.title}`}
        submit="Create the key"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          onMade(await create.mutateAsync({ body: { environment: environment.ref, kind, name } }));
          setName('');
        }}
      >
        <RadioGroup
          label="Kind"
          value={kind}
          onValueChange={setKind}
          options={[
            {
              value: 'server',
              label: 'Server key',
              hint: 'Reads every flag with its rules. A secret: shown once.',
            },
            {
              value: 'mobile',
              label: 'Mobile key',
              hint: 'For mobile apps: values of flags that they may evaluate. Shown once.',
            },
            {
              value: 'client',
              label: 'Client-side id',
              hint: 'For browsers: values of flags that they may evaluate. No secret.',
            },
          ]}
        />
        <TextField
          label="Name"
          required
          hint="Which program uses it: “checkout service”."
          value={name}
          onValueChange={setName}
          error={faultOf(create.error, 'name')}
        />
      </FormDialog>
    </>
  );
}

const kindNames = {
  server: 'Server key',
  mobile: 'Mobile key',
  client: 'Client-side id',
} as const satisfies Record<Key['kind'], string>;

function KeyState({ endsAt }: { readonly endsAt: string | null }) {
  const now = useNow();
  if (endsAt === null) return <Status plain tone="on-track" word="Valid" />;
  const over = Date.parse(endsAt) <= now;
  return (
    <span className="inline-flex items-center gap-2">
      <Status
        plain
        tone={over ? 'stopped' : 'at-risk'}
        word={over ? 'Over since' : 'Valid until'}
      />
      <Instant at={endsAt} />
    </span>
  );
}

function RotateKey({
  environment,
  sdkKey,
  onClose,
  onMade,
}: {
  readonly environment: Environment;
  readonly sdkKey: Key;
  readonly onClose: () => void;
  readonly onMade: (key: string) => void;
}) {
  const rotate = useWrite('flags.rotateSdkKey');
  const [hours, setHours] = useState<number | null>(24);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`A new key for “${sdkKey.name}” in ${environment.title}`}
      submit="Make a new key"
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={async () => {
        const { key } = await rotate.mutateAsync({
          params: { id: sdkKey.ref },
          body: { overlapHours: hours ?? 0 },
        });
        onMade(key);
      }}
    >
      <NumberField
        label="The old one holds for"
        unit="hours"
        hint="So long your programs may change over. 0: it is refused at once."
        value={hours}
        min={0}
        max={720}
        onValueChange={setHours}
        error={faultOf(rotate.error, 'overlapHours')}
      />
    </FormDialog>
  );
}

/** The SDK keys of an environment: made, shown once, rotated, revoked. */
export function SdkKeys({ environment }: { readonly environment: Environment }) {
  const read = useRead('flags.listSdkKeys', { query: { environment: environment.ref } });
  const revoke = useWrite('flags.revokeSdkKey');
  const [made, setMade] = useState<Pick<Made, 'key' | 'identitySecret'>>();
  const [doomed, setDoomed] = useState<Key>();
  const [rotated, setRotated] = useState<Key>();
  const button = <NewKey environment={environment} onMade={setMade} />;
  return (
    <Section title="Keys" actions={button}>
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      <Table
        label="SDK keys"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={read.isPending}
        empty={
          <EmptyState
            sentence={`No program can ask for flags of ${environment.title} yet: there is no key.`}
            action={button}
            example="“checkout service”, a server key, in the variable SDK_KEY of that service."
          />
        }
        columns={[
          { id: 'name', header: 'Name', cell: (row) => row.name },
          {
            id: 'kind',
            header: 'Kind',
            width: '9rem',
            cell: (row) => kindNames[row.kind],
          },
          {
            id: 'shown',
            header: 'Key',
            cell: (row) =>
              row.kind !== 'client' ? (
                <Mono>{row.shown}</Mono>
              ) : (
                <span className="inline-flex items-center gap-1">
                  <Mono>{row.shown}</Mono>
                  <CopyButton text={row.shown} label={`Copy the id of ${row.name}`} />
                </span>
              ),
          },
          {
            id: 'created',
            header: 'Created',
            cell: (row) => (
              <>
                <Instant at={row.createdAt} /> by {row.createdBy}
              </>
            ),
          },
          {
            id: 'state',
            header: 'State',
            width: '9rem',
            cell: (row) =>
              row.revokedAt === null ? (
                <KeyState endsAt={row.endsAt} />
              ) : (
                <span className="inline-flex items-center gap-2">
                  <Status plain tone="stopped" word="Revoked" />
                  <Age at={row.revokedAt} />
                </span>
              ),
          },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '11rem',
            cell: (row) =>
              row.revokedAt === null ? (
                <span className="inline-flex gap-2">
                  {row.endsAt === null && (
                    <Button size="sm" onClick={() => setRotated(row)}>
                      Rotate
                    </Button>
                  )}
                  <Button size="sm" onClick={() => setDoomed(row)}>
                    Revoke
                  </Button>
                </span>
              ) : null,
          },
        ]}
      />
      {rotated && (
        <RotateKey
          environment={environment}
          sdkKey={rotated}
          onClose={() => setRotated(undefined)}
          onMade={(key) => setMade({ key, identitySecret: null })}
        />
      )}
      {made && (
        <ShownOnce
          title="Your new SDK key"
          onClose={() => setMade(undefined)}
          secrets={[
            { label: 'SDK key', value: made.key },
            ...(made.identitySecret === null
              ? []
              : [{ label: 'Identity secret', value: made.identitySecret }]),
          ]}
        />
      )}
      <ConfirmDialog
        open={doomed !== undefined}
        onOpenChange={() => setDoomed(undefined)}
        title={`Revoke “${doomed?.name ?? ''}”?`}
        confirmLabel="Revoke"
        phrase={environment.production ? doomed?.name : undefined}
        danger
        busy={revoke.isPending}
        problem={revoke.error ? shownProblem(revoke.error) : undefined}
        onConfirm={() => {
          if (!doomed) return;
          revoke.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(undefined) });
        }}
      >
        Programs that use it are refused within a minute, and keep what they last knew. This can’t
        be taken back.
      </ConfirmDialog>
    </Section>
  );
}
