import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { servesBody, ServesField, servingOf, newServing } from './serves-field.tsx';

type Initiative = OutputOf<OperationOf<'strategy.getInitiative'>>;

const higher = ['priority', 'objective', 'key_result'] as const;
const initiatives = ['initiative'] as const;

/** Begins an initiative, or changes one. */
export function InitiativeDialog({
  initiative,
  serves,
  onClose,
}: {
  readonly initiative?: Initiative;
  /** What a new initiative serves. */
  readonly serves?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createInitiative');
  const change = useWrite('strategy.changeInitiative');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: initiative?.title ?? '',
    summary: initiative?.summary ?? '',
    ownerUnit: optionOf(initiative?.ownerUnit),
    owner: optionOf(initiative?.owner),
    from: initiative?.from ?? '',
    to: initiative?.to ?? '',
    serves: initiative ? servingOf(initiative.serves) : newServing(serves),
    dependsOn: (initiative?.dependsOn ?? []).map((one) =>
      optionOf(one),
    ) as readonly ComboboxOption[],
    revision: initiative?.revision ?? 0,
  });
  const error = initiative ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    serves: servesBody(fields.serves),
    dependsOn: fields.dependsOn.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={initiative ? `Change ${initiative.title}` : 'Begin an initiative'}
      submit={initiative ? 'Change' : 'Begin'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (initiative) {
          await change.mutateAsync({
            params: { id: initiative.ref },
            body: {
              ...common,
              owner: fields.owner?.id ?? null,
              from: fields.from === '' ? null : fields.from,
              to: fields.to === '' ? null : fields.to,
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            ...(fields.owner ? { owner: fields.owner.id } : {}),
            ...(fields.from === '' ? {} : { from: fields.from }),
            ...(fields.to === '' ? {} : { to: fields.to }),
          },
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
      <TextArea label="What and why" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <EntityPicker
        label="Owner"
        kind="person"
        value={fields.owner}
        onValueChange={set('owner')}
        error={faultOf(error, 'owner')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <DateField label="From" value={fields.from} onValueChange={set('from')} />
        <DateField
          label="To"
          value={fields.to}
          onValueChange={set('to')}
          error={faultOf(error, 'to')}
        />
      </div>
      <ServesField
        kinds={higher}
        hint="The objectives, key results or priorities that it is for."
        value={fields.serves}
        onValueChange={set('serves')}
        error={faultOf(error, 'serves')}
      />
      <EntitiesPicker
        label="Depends on"
        kinds={initiatives}
        except={initiative?.ref}
        value={fields.dependsOn}
        onValueChange={set('dependsOn')}
      />
    </FormDialog>
  );
}
