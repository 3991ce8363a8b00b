import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;

const choices = [
  {
    value: 'approved',
    label: 'Approved',
    hint: 'Every item is met; ramps and launches may go on.',
  },
  { value: 'conditional', label: 'Conditional', hint: 'Go on once the conditions are met.' },
  { value: 'rejected', label: 'Rejected', hint: 'Another version is needed.' },
] as const;

interface Verdict {
  readonly verdict: (typeof choices)[number]['value'];
  readonly reason: string;
  readonly revision: number;
}

/** Gives the verdict on a design's present version. */
export function VerdictDialog({
  release,
  onClose,
}: {
  readonly release: DesignRelease;
  readonly onClose: () => void;
}) {
  const write = useWrite('delivery.approveDesignRelease');
  const { fields, set } = useFields<Verdict>({
    verdict: 'approved',
    reason: '',
    revision: release.revision,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Verdict on ${release.version}`}
      submit="Give the verdict"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: release.ref },
          body: { verdict: fields.verdict, reason: fields.reason },
          ifMatch: fields.revision,
        })
      }
    >
      <RadioGroup
        label="Verdict"
        options={choices}
        value={fields.verdict}
        onValueChange={set('verdict')}
      />
      <TextArea
        label={fields.verdict === 'conditional' ? 'Conditions' : 'Reason'}
        required={fields.verdict !== 'approved'}
        value={fields.reason}
        onValueChange={set('reason')}
        error={faultOf(write.error, 'reason')}
      />
    </FormDialog>
  );
}
