import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;
type Evidence = DesignRelease['evidence'][number];
type Severity = Evidence['findings'][number]['severity'];

const severityOptions: readonly { readonly value: Severity; readonly label: string }[] = [
  { value: 'cosmetic', label: 'Cosmetic' },
  { value: 'minor', label: 'Minor' },
  { value: 'major', label: 'Major' },
  { value: 'catastrophe', label: 'Catastrophe' },
];

interface FindingRow {
  /** Keeps its fields while others come and go. */
  readonly key: string;
  readonly severity: Severity;
  readonly text: string;
}

function FindingsField({
  value,
  onValueChange,
}: {
  readonly value: readonly FindingRow[];
  readonly onValueChange: (value: readonly FindingRow[]) => void;
}) {
  const change = (key: string, part: Partial<FindingRow>) =>
    onValueChange(value.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">Findings</legend>
      {value.map((row, at) => (
        <div key={row.key} className="flex flex-wrap items-end gap-3">
          <div className="w-36">
            <Select
              label={`Severity of finding ${at + 1}`}
              options={severityOptions}
              value={row.severity}
              onValueChange={(severity) => change(row.key, { severity })}
            />
          </div>
          <div className="min-w-48 grow">
            <TextField
              label={`Finding ${at + 1}`}
              required
              maxLength={1000}
              value={row.text}
              onValueChange={(text) => change(row.key, { text })}
            />
          </div>
          <IconButton
            icon="trash"
            label={`Remove finding ${at + 1}`}
            onClick={() => onValueChange(value.filter(({ key }) => key !== row.key))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon="plus"
          onClick={() =>
            onValueChange([...value, { key: crypto.randomUUID(), severity: 'minor', text: '' }])
          }
        >
          Add a finding
        </Button>
      </div>
    </fieldset>
  );
}

/** Records how people fared with a task, or puts it right. */
export function EvidenceDialog({
  release,
  evidence,
  onClose,
}: {
  readonly release: DesignRelease;
  readonly evidence?: Evidence;
  readonly onClose: () => void;
}) {
  const add = useWrite('delivery.addUsabilityEvidence');
  const change = useWrite('delivery.changeUsabilityEvidence');
  const { fields, set } = useFields({
    study: evidence?.study ?? '',
    task: evidence?.task ?? '',
    heldOn: evidence?.heldOn ?? '',
    participants: evidence?.participants ?? null,
    succeeded: evidence?.succeeded ?? null,
    url: evidence?.url ?? '',
    findings: (evidence?.findings ?? []).map((one, at) => ({
      key: String(at),
      ...one,
    })) as readonly FindingRow[],
  });
  const error = evidence ? change.error : add.error;
  const body = {
    ...fields,
    participants: fields.participants ?? 0,
    succeeded: fields.succeeded ?? 0,
    url: fields.url.trim() === '' ? null : fields.url.trim(),
    findings: fields.findings.map(({ severity, text }) => ({ severity, text })),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={evidence ? 'Change the evidence' : `Evidence for ${release.version}`}
      submit={evidence ? 'Change' : 'Add'}
      busy={add.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        evidence
          ? change.mutateAsync({ params: { id: evidence.ref }, body })
          : add.mutateAsync({ params: { id: release.ref }, body })
      }
    >
      <TextField
        label="Task"
        required
        maxLength={300}
        placeholder="Save a form without a network"
        value={fields.task}
        onValueChange={set('task')}
        error={faultOf(error, 'task')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Study"
          required
          maxLength={200}
          value={fields.study}
          onValueChange={set('study')}
          error={faultOf(error, 'study')}
        />
        <TextField
          label="Where it is written up"
          type="url"
          placeholder="https://"
          value={fields.url}
          onValueChange={set('url')}
          error={faultOf(error, 'url')}
        />
        <DateField
          label="Held on"
          required
          value={fields.heldOn}
          onValueChange={set('heldOn')}
          error={faultOf(error, 'heldOn')}
        />
        <div className="grid grid-cols-2 gap-x-4">
          <NumberField
            label="Took part"
            required
            min={1}
            decimals={0}
            value={fields.participants}
            onValueChange={set('participants')}
            error={faultOf(error, 'participants')}
          />
          <NumberField
            label="Succeeded"
            required
            min={0}
            decimals={0}
            value={fields.succeeded}
            onValueChange={set('succeeded')}
            error={faultOf(error, 'succeeded')}
          />
        </div>
      </div>
      <FindingsField value={fields.findings} onValueChange={set('findings')} />
    </FormDialog>
  );
}
