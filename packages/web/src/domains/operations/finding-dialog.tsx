import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { securitySeverityOptions } from './words.ts';

type Finding = OutputOf<OperationOf<'operations.getSecurityFinding'>>;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly severity: Finding['severity'];
  readonly service: ComboboxOption | null;
  readonly repository: ComboboxOption | null;
  readonly location: string;
  readonly revision: number;
}

/** Records a weakness by hand, or corrects one. */
export function FindingDialog({
  finding,
  onClose,
}: {
  readonly finding?: Finding;
  readonly onClose: () => void;
}) {
  const create = useWrite('operations.createSecurityFinding');
  const change = useWrite('operations.changeSecurityFinding');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: finding?.title ?? '',
    summary: finding?.summary ?? '',
    ownerUnit: optionOf(finding?.ownerUnit),
    severity: finding?.severity ?? 'medium',
    service: optionOf(finding?.service),
    repository: optionOf(finding?.repository),
    location: finding?.location ?? '',
    revision: finding?.revision ?? 0,
  });
  const error = finding ? change.error : create.error;
  const common = { title: fields.title, summary: fields.summary, severity: fields.severity };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={finding ? 'Correct the finding' : 'Record a finding'}
      description="Its deadline follows from its severity, as the policy says."
      submit={finding ? 'Correct' : 'Record'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (finding) {
          await change.mutateAsync({
            params: { id: finding.ref },
            body: { ...common, service: fields.service?.id ?? null },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            ownerUnit: fields.ownerUnit?.id ?? '',
            location: fields.location,
            ...(fields.service ? { service: fields.service.id } : {}),
            ...(fields.repository ? { repository: fields.repository.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Weakness"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea
        label="What could happen, and how"
        value={fields.summary}
        onValueChange={set('summary')}
      />
      <Select
        label="Severity"
        options={securitySeverityOptions}
        value={fields.severity}
        onValueChange={set('severity')}
      />
      {!finding && (
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
      {!finding && (
        <>
          <EntityPicker
            label="Repository"
            kind="repository"
            value={fields.repository}
            onValueChange={set('repository')}
          />
          <TextField
            label="Place"
            mono
            hint="src/login.ts:42"
            maxLength={500}
            value={fields.location}
            onValueChange={set('location')}
          />
        </>
      )}
    </FormDialog>
  );
}
