import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { DateField } from '../../ui/date-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Sprint = OutputOf<OperationOf<'delivery.getSprint'>>;

/** Plans a sprint, or changes one: its goal, its days, what each of the team can give. */
export function SprintDialog({
  sprint,
  onClose,
}: {
  readonly sprint?: Sprint;
  readonly onClose: () => void;
}) {
  const create = useWrite('delivery.createSprint');
  const change = useWrite('delivery.changeSprint');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: sprint?.title ?? '',
    ownerUnit: optionOf(sprint?.ownerUnit),
    goal: sprint?.goal ?? '',
    startsOn: sprint?.startsOn ?? '',
    endsOn: sprint?.endsOn ?? '',
    capacity: (sprint?.capacity ?? []) as Sprint['capacity'],
    revision: sprint?.revision ?? 0,
  });
  const error = sprint ? change.error : create.error;
  const { title, goal, startsOn, endsOn } = fields;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={sprint ? `Change ${sprint.title}` : 'Plan a sprint'}
      submit={sprint ? 'Change' : 'Plan'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (sprint) {
          const capacity = fields.capacity.map(({ person, days }) => ({
            person: person.ref,
            days,
          }));
          await change.mutateAsync({
            params: { id: sprint.ref },
            body: { title, goal, startsOn, endsOn, capacity },
            ifMatch: fields.revision,
          });
          return;
        }
        const ownerUnit = fields.ownerUnit?.id ?? '';
        const made = await create.mutateAsync({
          body: { title, goal, startsOn, endsOn, ownerUnit },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      {!sprint && (
        <EntityPicker
          label="Team"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(error, 'ownerUnit')}
        />
      )}
      <TextArea label="Goal" value={goal} onValueChange={set('goal')} />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <DateField label="First day" required value={startsOn} onValueChange={set('startsOn')} />
        <DateField
          label="Last day"
          required
          value={endsOn}
          onValueChange={set('endsOn')}
          error={faultOf(error, 'endsOn')}
        />
      </div>
      {fields.capacity.map(({ person, days }) => (
        <NumberField
          key={person.ref}
          label={`Days of ${person.title}`}
          min={0}
          max={366}
          value={days}
          onValueChange={(value) =>
            set('capacity')(
              fields.capacity.map((one) =>
                one.person.ref === person.ref ? { ...one, days: value ?? 0 } : one,
              ),
            )
          }
        />
      ))}
    </FormDialog>
  );
}
