import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { agendaBody, AgendaField, type AgendaRow } from './agenda-field.tsx';
import { localOf } from './words.ts';

type Meeting = OutputOf<OperationOf<'engagement.getMeeting'>>;

interface Fields {
  readonly title: string;
  readonly program: ComboboxOption | null;
  readonly startsAt: string;
  readonly durationMinutes: number | null;
  readonly place: string;
  readonly agenda: readonly AgendaRow[];
  readonly revision: number;
}

/** Plans a meeting of a program, or changes its date, place and agenda. */
export function MeetingDialog({
  meeting,
  program = null,
  onClose,
}: {
  readonly meeting?: Meeting;
  readonly program?: ComboboxOption | null;
  readonly onClose: () => void;
}) {
  const create = useWrite('engagement.createMeeting');
  const change = useWrite('engagement.changeMeeting');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: meeting?.title ?? '',
    program: meeting ? optionOf(meeting.program) : program,
    startsAt: meeting ? localOf(meeting.startsAt) : '',
    durationMinutes: meeting?.durationMinutes ?? 60,
    place: meeting?.place ?? '',
    agenda: (meeting?.agenda ?? []).map((item, index) => ({
      key: `${index} ${item.title}`,
      title: item.title,
      minutes: item.minutes,
      about: optionOf(item.about),
      shared: item.shared,
    })),
    revision: meeting?.revision ?? 0,
  });
  const error = meeting ? change.error : create.error;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={meeting ? `Change ${meeting.title}` : 'Plan a meeting'}
      submit={meeting ? 'Change' : 'Plan'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        const common = {
          title: fields.title,
          startsAt: new Date(fields.startsAt).toISOString(),
          durationMinutes: fields.durationMinutes ?? 60,
          place: fields.place,
          agenda: agendaBody(fields.agenda),
        };
        if (meeting) {
          await change.mutateAsync({
            params: { id: meeting.ref },
            body: common,
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, program: fields.program?.id ?? '' },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      {!meeting && (
        <EntityPicker
          label="Program"
          kind="program"
          required
          value={fields.program}
          onValueChange={set('program')}
          error={faultOf(error, 'program')}
        />
      )}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-3">
        <TextField
          label="Starts"
          type="datetime-local"
          hint="In your own time zone."
          required
          value={fields.startsAt}
          onValueChange={set('startsAt')}
          error={faultOf(error, 'startsAt')}
        />
        <NumberField
          label="Minutes"
          min={5}
          max={1440}
          decimals={0}
          value={fields.durationMinutes}
          onValueChange={set('durationMinutes')}
        />
        <TextField
          label="Where"
          maxLength={300}
          value={fields.place}
          onValueChange={set('place')}
        />
      </div>
      <AgendaField value={fields.agenda} onValueChange={set('agenda')} />
    </FormDialog>
  );
}
