import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

type AlertSource = OutputOf<OperationOf<'operations.listAlertSources'>>['items'][number];

const kindOptions = [
  { value: 'alertmanager', label: 'Prometheus Alertmanager' },
  { value: 'pagerduty', label: 'PagerDuty' },
] as const;

interface Mapping {
  readonly name: string;
  readonly service: ComboboxOption | null;
}

interface Fields {
  readonly kind: AlertSource['kind'];
  readonly name: string;
  readonly unit: ComboboxOption | null;
  readonly service: ComboboxOption | null;
  readonly services: readonly Mapping[];
}

/** Adds a source of alerts, or says which of its services is which of ours. */
export function AlertSourceDialog({
  source,
  onClose,
  onMade,
}: {
  readonly source?: AlertSource;
  readonly onClose: () => void;
  readonly onMade?: (
    made: Pick<AlertSource, 'kind' | 'name' | 'address'>,
    token: string | null,
  ) => void;
}) {
  const create = useWrite('operations.createAlertSource');
  const change = useWrite('operations.changeAlertSource');
  const { fields, set } = useFields<Fields>({
    kind: source?.kind ?? 'alertmanager',
    name: source?.name ?? '',
    unit: optionOf(source?.unit),
    service: optionOf(source?.service),
    services: (source?.services ?? []).map(({ name, service }) => ({
      name,
      service: optionOf(service),
    })),
  });
  const error = source ? change.error : create.error;
  const services = fields.services.flatMap(({ name, service }) =>
    service ? [{ name, service: service.id }] : [],
  );
  const map = (place: number, to: Partial<Mapping>) =>
    set('services')(
      fields.services.map((one, index) => (index === place ? { ...one, ...to } : one)),
    );
  const theirs = fields.kind === 'pagerduty' ? 'PagerDuty’s id' : 'Label “service”';
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        // What was made is shown next, and closes itself.
        if (!open && create.data === undefined) onClose();
      }}
      title={source ? `Change ${source.name}` : 'Add a source of alerts'}
      submit={source ? 'Change' : 'Add'}
      size="lg"
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (source) {
          await change.mutateAsync({
            params: { id: source.ref },
            body: { name: fields.name, service: fields.service?.id ?? null, services },
          });
          onClose();
          return;
        }
        const { kind, name } = fields;
        const { address, token } = await create.mutateAsync({
          body: {
            kind,
            name,
            unit: fields.unit?.id ?? '',
            services,
            ...(fields.service ? { service: fields.service.id } : {}),
          },
        });
        onMade?.({ kind, name, address }, token);
      }}
    >
      {!source && (
        <Select
          label="Tool"
          options={kindOptions}
          value={fields.kind}
          onValueChange={set('kind')}
        />
      )}
      <TextField
        label="Name"
        required
        hint="“Alertmanager of production”"
        maxLength={100}
        value={fields.name}
        onValueChange={set('name')}
        error={faultOf(error, 'name')}
      />
      {!source && (
        <EntityPicker
          label="Unit"
          hint="Its incidents belong to this unit."
          kind="unit"
          required
          value={fields.unit}
          onValueChange={set('unit')}
          error={faultOf(error, 'unit')}
        />
      )}
      <EntityPicker
        label="Service, where none below fits"
        kind="service"
        value={fields.service}
        onValueChange={set('service')}
      />
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-1 font-medium">Its services and ours</legend>
        {fields.services.map((mapping, place) => (
          <div key={place} className="flex items-end gap-2">
            <div className="grid min-w-0 grow gap-2 sm:grid-cols-2">
              <TextField
                label={`${theirs}, ${place + 1}`}
                required
                mono
                value={mapping.name}
                onValueChange={(name) => map(place, { name })}
              />
              <EntityPicker
                label={`Our service, ${place + 1}`}
                kind="service"
                required
                value={mapping.service}
                onValueChange={(service) => map(place, { service })}
              />
            </div>
            <IconButton
              icon="trash"
              label={`Remove service ${place + 1}`}
              onClick={() => set('services')(fields.services.filter((_, index) => index !== place))}
            />
          </div>
        ))}
        <Button
          size="sm"
          icon="plus"
          className="self-start"
          onClick={() => set('services')([...fields.services, { name: '', service: null }])}
        >
          Add a service
        </Button>
      </fieldset>
    </FormDialog>
  );
}

/** Keeps the secret that PagerDuty signs with. */
export function KeepSecretDialog({
  source,
  onClose,
}: {
  readonly source: AlertSource;
  readonly onClose: () => void;
}) {
  const keep = useWrite('operations.keepAlertSecret');
  const [secret, setSecret] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Keep PagerDuty’s secret"
      description="PagerDuty shows it once, when the webhook is added. It is sealed, and never shown again."
      submit="Keep"
      busy={keep.isPending}
      error={keep.error}
      onSubmit={() => keep.mutateAsync({ params: { id: source.ref }, body: { secret } })}
    >
      <TextField
        label="Secret"
        required
        mono
        type="password"
        autoComplete="off"
        value={secret}
        onValueChange={setSecret}
        error={faultOf(keep.error, 'secret')}
      />
    </FormDialog>
  );
}

/** Makes an Alertmanager a new token in place of the present one. */
export function NewTokenDialog({
  source,
  onClose,
  onMade,
}: {
  readonly source: AlertSource;
  readonly onClose: () => void;
  readonly onMade: (token: string | null) => void;
}) {
  const keep = useWrite('operations.keepAlertSecret');
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`A new token for ${source.name}?`}
      confirmLabel="Make a new token"
      busy={keep.isPending}
      problem={keep.error ? shownProblem(keep.error) : undefined}
      onConfirm={() =>
        keep.mutate(
          { params: { id: source.ref }, body: {} },
          { onSuccess: ({ token }) => onMade(token) },
        )
      }
    >
      The present one is refused from now on: put the new one into Alertmanager’s configuration.
    </ConfirmDialog>
  );
}
