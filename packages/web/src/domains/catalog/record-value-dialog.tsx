import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { todayIn } from '../../entity/today-in.ts';
import { useFields } from '../../entity/use-fields.ts';
import { DateField } from '../../ui/date-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';

/** Records a metric's value of a day. A second one for the same day corrects the first. */
export function RecordValueDialog({
  metric,
  onClose,
}: {
  readonly metric: { readonly ref: string; readonly title: string; readonly unit: string };
  readonly onClose: () => void;
}) {
  const write = useWrite('catalog.recordMetricValue');
  const today = todayIn(useTimeZone());
  const { fields, set } = useFields({ on: today, value: null as number | null, note: '' });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Record ${metric.title}`}
      description="A second value for a day corrects the first; both stay in the history."
      submit="Record"
      size="sm"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: metric.ref },
          // An empty field goes out as it is: the server says that a number is needed.
          body: { on: fields.on, value: fields.value ?? Number.NaN, note: fields.note },
        })
      }
    >
      <DateField
        label="Day"
        required
        value={fields.on}
        onValueChange={set('on')}
        error={faultOf(write.error, 'on')}
      />
      <NumberField
        label="Value"
        required
        unit={metric.unit}
        value={fields.value}
        onValueChange={set('value')}
        error={faultOf(write.error, 'value')}
      />
      <TextField label="Note" maxLength={1000} value={fields.note} onValueChange={set('note')} />
    </FormDialog>
  );
}
