import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Priority = OutputOf<OperationOf<'strategy.getPriority'>>;

const states = [
  { value: 'active', label: 'Active' },
  { value: 'dropped', label: 'Dropped' },
] as const;

/** Adds a priority to a plan, or changes one. */
export function PriorityDialog({
  priority,
  plan,
  onClose,
}: {
  readonly priority?: Priority;
  /** The plan of a new priority. */
  readonly plan?: string;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createPriority');
  const change = useWrite('strategy.changePriority');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: priority?.title ?? '',
    summary: priority?.summary ?? '',
    ownerUnit: optionOf(priority?.ownerUnit),
    state: priority?.state ?? ('active' as const),
    rank: emptiable(priority?.rank ?? 1),
    revision: priority?.revision ?? 0,
  });
  const error = priority ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ...(fields.ownerUnit ? { ownerUnit: fields.ownerUnit.id } : {}),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={priority ? `Change ${priority.title}` : 'Add a priority'}
      submit={priority ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (priority) {
          await change.mutateAsync({
            params: { id: priority.ref },
            body: { ...common, state: fields.state, rank: fields.rank ?? 1 },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({ body: { ...common, plan: plan ?? '' } });
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
      <TextArea label="Why it matters" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        hint="The plan’s own where left empty."
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      {priority && (
        <>
          <NumberField
            label="Rank"
            min={1}
            max={1000}
            decimals={0}
            value={fields.rank}
            onValueChange={set('rank')}
          />
          <Select
            label="State"
            options={states}
            value={fields.state}
            onValueChange={set('state')}
          />
        </>
      )}
    </FormDialog>
  );
}
