import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;

/** What of a checklist is not met, or was not looked at. */
export function waivable({ checklist }: DesignRelease): DesignRelease['checklist'] {
  return checklist.filter(({ result }) => result === 'unmet' || result === 'unchecked');
}

/** Lets a version go on without an item, until a day. */
export function WaiverDialog({
  release,
  onClose,
}: {
  readonly release: DesignRelease;
  readonly onClose: () => void;
}) {
  const waive = useWrite('delivery.waiveStandard');
  const items = waivable(release);
  const { fields, set } = useFields({
    item: items[0]?.text ?? '',
    reason: '',
    until: '',
    revision: release.revision,
  });
  const { item, reason, until } = fields;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Waive a standard for ${release.version}`}
      description="With a conditional verdict, what waits for the design goes on until the last day."
      submit="Waive"
      busy={waive.isPending}
      error={waive.error}
      onSubmit={() =>
        waive.mutateAsync({
          params: { id: release.ref },
          body: { item, reason, until },
          ifMatch: fields.revision,
        })
      }
    >
      <Select
        label="Item"
        options={items.map(({ text }) => ({ value: text, label: text }))}
        value={item}
        onValueChange={set('item')}
      />
      <TextArea
        label="Reason"
        required
        value={reason}
        onValueChange={set('reason')}
        error={faultOf(waive.error, 'reason')}
      />
      <DateField
        label="Last day"
        required
        value={until}
        onValueChange={set('until')}
        error={faultOf(waive.error, 'until')}
      />
    </FormDialog>
  );
}
