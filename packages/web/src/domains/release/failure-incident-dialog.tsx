import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { failureWords } from './failure-words.ts';
import type { FailureRow } from './release-types.ts';

const severities = [
  { value: '1', label: '1: nobody can work' },
  { value: '2', label: '2: many can’t, or something is lost' },
  { value: '3', label: '3: some are slowed' },
  { value: '4', label: '4: barely felt' },
] as const;

function severityOf(worst: FailureRow | undefined): (typeof severities)[number]['value'] {
  return worst?.production ? '2' : '3';
}

/**
 * Opens an incident from failures: the deployment of the first, which is the worst, is named as its
 * cause, and all are told of in its summary.
 */
export function FailureIncidentDialog({
  failures,
  service,
  onClose,
}: {
  readonly failures: readonly FailureRow[];
  readonly service?: { readonly ref: string; readonly title: string } | undefined;
  readonly onClose: () => void;
}) {
  const open = useWrite('operations.openIncident');
  const navigate = useNavigate();
  const [worst] = failures;
  const { fields, set } = useFields({
    title: worst
      ? `${worst.repository.title}: ${failureWords[worst.class].name.toLowerCase()}`
      : '',
    summary: failures.map(({ title, says }) => `${title}: ${says}`).join('\n'),
    severity: severityOf(worst),
    ownerUnit: optionOf(worst?.ownerUnit),
    service: optionOf(service),
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Open an incident"
      description={
        worst?.deployment
          ? `It names “${worst.deployment.title}” as its cause: until it is resolved, nothing is told that this deployment carries.`
          : undefined
      }
      submit="Open"
      busy={open.isPending}
      error={open.error}
      onSubmit={async () => {
        const { ref } = await open.mutateAsync({
          body: {
            title: fields.title,
            summary: fields.summary,
            ownerUnit: fields.ownerUnit?.id ?? '',
            severity: Number(fields.severity),
            ...(fields.service ? { service: fields.service.id } : {}),
            ...(worst?.deployment ? { deployment: worst.deployment.ref } : {}),
          },
        });
        await navigate({ to: entityAddress(ref) });
      }}
    >
      <TextField
        label="What happens"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(open.error, 'title')}
      />
      <TextArea
        label="What customers notice"
        value={fields.summary}
        onValueChange={set('summary')}
        error={faultOf(open.error, 'summary')}
      />
      <Select
        label="Severity"
        options={severities}
        value={fields.severity}
        onValueChange={set('severity')}
      />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(open.error, 'ownerUnit')}
      />
      <EntityPicker
        label="Service"
        kind="service"
        value={fields.service}
        onValueChange={set('service')}
      />
    </FormDialog>
  );
}
