import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { instantAt } from './month-days.ts';
import type { Cadence } from './rhythm-types.ts';

/** Puts one review of a cadence on the calendar, outside its rule. */
export function NewReviewDialog({
  cadence,
  onClose,
}: {
  readonly cadence: Cadence;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const create = useWrite('rhythm.createReview');
  const [date, setDate] = useState('');
  const [time, setTime] = useState(cadence.time ?? '');
  const [subject, setSubject] = useState<ComboboxOption | null>(null);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Put a review on the calendar"
      description={`Times in ${cadence.timeZone}.`}
      submit="Put on the calendar"
      busy={create.isPending}
      error={create.error}
      onSubmit={async () => {
        const made = await create.mutateAsync({
          body: {
            cadence: cadence.ref,
            startsAt: instantAt(date, time, cadence.timeZone),
            ...(subject ? { subject: subject.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <DateField
        label="Date"
        required
        value={date}
        onValueChange={setDate}
        error={faultOf(create.error, 'startsAt')}
      />
      <TextField label="Time" type="time" required value={time} onValueChange={setTime} />
      {cadence.eventDriven && (
        <EntityPicker
          label="What it is about"
          hint="The design release, launch or the like that it is held for."
          value={subject}
          onValueChange={setSubject}
        />
      )}
    </FormDialog>
  );
}
