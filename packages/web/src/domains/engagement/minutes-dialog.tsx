import type { OperationOf, OutputOf } from '@throughline/contract';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { meetingStateOptions } from './words.ts';

type Meeting = OutputOf<OperationOf<'engagement.getMeeting'>>;

const attendanceOptions = [
  { value: 'invited', label: 'Invited' },
  { value: 'attended', label: 'Attended' },
  { value: 'absent', label: 'Absent' },
] as const;

interface Fields {
  readonly minutes: string;
  readonly state: Meeting['state'];
  readonly attendance: Meeting['attendance'];
  readonly revision: number;
}

/** Keeps the minutes of a meeting, and who came. */
export function MinutesDialog({
  meeting,
  onClose,
}: {
  readonly meeting: Meeting;
  readonly onClose: () => void;
}) {
  const change = useWrite('engagement.changeMeeting');
  const { fields, set } = useFields<Fields>({
    minutes: meeting.minutes,
    state: meeting.state === 'planned' ? 'held' : meeting.state,
    attendance: meeting.attendance,
    revision: meeting.revision,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Minutes"
      submit="Keep the minutes"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: meeting.ref },
          body: {
            minutes: fields.minutes,
            state: fields.state,
            attendance: fields.attendance.map(({ who, attendance }) => ({
              who: who.ref,
              attendance,
            })),
          },
          ifMatch: fields.revision,
        })
      }
    >
      <Select
        label="State"
        options={meetingStateOptions}
        value={fields.state}
        onValueChange={set('state')}
      />
      <TextArea
        label="What was said and decided"
        rows={8}
        value={fields.minutes}
        onValueChange={set('minutes')}
      />
      {fields.attendance.map(({ who, attendance }) => (
        <Select
          key={who.ref}
          label={who.title}
          options={attendanceOptions}
          value={attendance}
          onValueChange={(came) =>
            set('attendance')(
              fields.attendance.map((one) =>
                one.who.ref === who.ref ? { ...one, attendance: came } : one,
              ),
            )
          }
        />
      ))}
    </FormDialog>
  );
}
