import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { todayIn } from '../../entity/today-in.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import { DateField } from '../../ui/date-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { statusOptions } from './words.ts';

type KeyResult = OutputOf<OperationOf<'strategy.getKeyResult'>>;

/** Says where a key result stands: its value, how sure one is, and what one thinks of it. */
export function CheckInDialog({
  keyResult,
  onClose,
}: {
  readonly keyResult: KeyResult;
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.checkIn');
  const today = todayIn(useTimeZone());
  const fed = keyResult.feed !== 'hand';
  const { fields, set } = useFields({
    on: today,
    value: fed ? null : keyResult.current,
    confidence: emptiable(keyResult.confidence ?? 5),
    status: keyResult.status ?? ('' as const),
    comment: '',
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Check in ${keyResult.title}`}
      submit="Check in"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: keyResult.ref },
          body: {
            confidence: fields.confidence ?? Number.NaN,
            comment: fields.comment,
            ...(fields.value === null ? {} : { value: fields.value }),
            ...(fields.status === '' ? {} : { status: fields.status }),
            // Without a day the server takes the organisation's today.
            ...(fields.on === today ? {} : { on: fields.on }),
          },
        })
      }
    >
      <NumberField
        label="Value"
        unit={keyResult.unit}
        required={!fed}
        hint={
          fed
            ? `Left empty, what ${keyResult.metric ? `“${keyResult.metric.title}”` : 'its source'} last said is taken. Another value needs a comment, and stands for its day.`
            : undefined
        }
        value={fields.value}
        onValueChange={set('value')}
        error={faultOf(write.error, 'value')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <NumberField
          label="Confidence"
          hint="0: it won’t happen; 10: it is as good as done."
          required
          min={0}
          max={10}
          decimals={0}
          value={fields.confidence}
          onValueChange={set('confidence')}
          error={faultOf(write.error, 'confidence')}
        />
        <Select
          label="Status"
          options={statusOptions}
          placeholder="Not said"
          value={fields.status}
          onValueChange={set('status')}
        />
      </div>
      <TextArea
        label="Comment"
        hint="What changed since the last check-in."
        value={fields.comment}
        onValueChange={set('comment')}
        required={fed && fields.value !== null && fields.value !== keyResult.current}
        error={faultOf(write.error, 'comment')}
      />
      <DateField
        label="Day"
        value={fields.on}
        onValueChange={set('on')}
        error={faultOf(write.error, 'on')}
      />
    </FormDialog>
  );
}
