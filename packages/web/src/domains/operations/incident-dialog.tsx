import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { severityOptions } from './severity.tsx';

type Incident = OutputOf<OperationOf<'operations.getIncident'>>;

const accountKinds = ['account'] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly severity: string;
  readonly service: ComboboxOption | null;
  readonly deployment: ComboboxOption | null;
  readonly impact: string;
  readonly accounts: readonly ComboboxOption[];
  readonly revision: number;
}

/** Opens an incident, or corrects one. */
export function IncidentDialog({
  incident,
  onClose,
}: {
  readonly incident?: Incident;
  readonly onClose: () => void;
}) {
  const open = useWrite('operations.openIncident');
  const change = useWrite('operations.changeIncident');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: incident?.title ?? '',
    summary: incident?.summary ?? '',
    ownerUnit: optionOf(incident?.ownerUnit),
    severity: String(incident?.severity ?? 3),
    service: optionOf(incident?.service),
    deployment: optionOf(incident?.deployment),
    impact: incident?.impact ?? '',
    accounts: (incident?.accounts ?? []).map((account) => optionOf(account)),
    revision: incident?.revision ?? 0,
  });
  const error = incident ? change.error : open.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    severity: Number(fields.severity),
    impact: fields.impact,
    accounts: fields.accounts.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={incident ? `Correct ${incident.title}` : 'Open an incident'}
      submit={incident ? 'Correct' : 'Open'}
      busy={open.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (incident) {
          await change.mutateAsync({
            params: { id: incident.ref },
            body: { ...common, service: fields.service?.id ?? null },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await open.mutateAsync({
          body: {
            ...common,
            ownerUnit: fields.ownerUnit?.id ?? '',
            ...(fields.service ? { service: fields.service.id } : {}),
            ...(fields.deployment ? { deployment: fields.deployment.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="What happens"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="What is known" value={fields.summary} onValueChange={set('summary')} />
      <Select
        label="Severity"
        options={severityOptions}
        value={severityOptions.find(({ value }) => value === fields.severity)?.value}
        onValueChange={set('severity')}
      />
      {!incident && (
        <EntityPicker
          label="Owner unit"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(error, 'ownerUnit')}
        />
      )}
      <EntityPicker
        label="Service"
        kind="service"
        value={fields.service}
        onValueChange={set('service')}
      />
      {!incident && (
        <EntityPicker
          label="Caused by the deployment"
          hint="While the incident is open, nothing is told that this deployment carries. Its page proposes what was deployed before."
          kind="deployment"
          value={fields.deployment}
          onValueChange={set('deployment')}
        />
      )}
      <TextArea label="What customers notice" value={fields.impact} onValueChange={set('impact')} />
      <EntitiesPicker
        label="Accounts that it touches"
        kinds={accountKinds}
        value={fields.accounts}
        onValueChange={set('accounts')}
      />
    </FormDialog>
  );
}
