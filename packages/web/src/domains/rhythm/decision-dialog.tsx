import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EffectFields, type EffectDraft } from './effect-fields.tsx';
import type { Review } from './rhythm-types.ts';

const principles = ['principle'] as const;

let drafts = 0;

const newDraft = (): EffectDraft => ({
  key: (drafts += 1),
  effect: '',
  target: null,
  parameters: {},
  option: '',
});

const withoutEmpty = (parameters: EffectDraft['parameters']) =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));

/** Proposes a decision in a review: question, options, decider, and what each choice will do. */
export function DecisionDialog({
  review,
  onClose,
}: {
  readonly review: Review;
  readonly onClose: () => void;
}) {
  const create = useWrite('decisions.createDecision');
  const effects = useRead('decisions.listEffects', {});
  const decider = review.roles.find(({ role }) => role === 'decider')?.person ?? null;
  const { fields, set } = useFields({
    question: '',
    options: 'Yes\nNo',
    decider: optionOf(decider),
    revisitOn: '',
    cites: [] as readonly ComboboxOption[],
  });
  const [chosen, setChosen] = useState<readonly EffectDraft[]>([]);
  const options = fields.options
    .split('\n')
    .map((option) => option.trim())
    .filter((option) => option !== '');
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={onClose}
      title="Propose a decision"
      description="Nothing happens until the decider confirms; then every effect happens at once, or none does."
      submit="Propose"
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutateAsync({
          body: {
            question: fields.question,
            options,
            madeIn: review.ref,
            cites: fields.cites.map(({ id }) => id),
            ...(fields.decider ? { decider: fields.decider.id } : {}),
            ...(fields.revisitOn === '' ? {} : { revisitOn: fields.revisitOn }),
            effects: chosen.map(({ effect, target, parameters, option }) => ({
              effect,
              target: target?.id ?? '',
              parameters: withoutEmpty(parameters),
              ...(option === '' ? {} : { option }),
            })),
          },
        })
      }
    >
      <TextField
        label="Question"
        required
        maxLength={200}
        value={fields.question}
        onValueChange={set('question')}
        error={faultOf(create.error, 'question')}
      />
      <TextArea
        label="Options"
        required
        hint="One a line."
        rows={3}
        value={fields.options}
        onValueChange={set('options')}
        error={faultOf(create.error, 'options')}
      />
      <EntityPicker
        label="Decider"
        kind="person"
        hint="Nobody named: you."
        value={fields.decider}
        onValueChange={set('decider')}
      />
      <DateField
        label="Look at it again on"
        value={fields.revisitOn}
        onValueChange={set('revisitOn')}
      />
      <EntitiesPicker
        label="Principles that it rests on"
        kinds={principles}
        value={fields.cites}
        onValueChange={set('cites')}
      />
      {chosen.map((draft) => (
        <EffectFields
          key={draft.key}
          draft={draft}
          effects={effects.data?.items ?? []}
          options={options}
          onChange={(next) => setChosen(chosen.map((one) => (one.key === next.key ? next : one)))}
          onRemove={() => setChosen(chosen.filter(({ key }) => key !== draft.key))}
        />
      ))}
      <Button
        size="sm"
        icon="plus"
        className="self-start"
        onClick={() => setChosen([...chosen, newDraft()])}
      >
        Add an effect
      </Button>
    </FormDialog>
  );
}
