import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { yearIn } from '../../entity/today-in.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { servesBody, ServesField, servingOf, newServing } from './serves-field.tsx';
import { commitmentOptions } from './words.ts';

type Objective = OutputOf<OperationOf<'strategy.getObjective'>>;

const higher = ['priority', 'objective'] as const;
const quarters = [
  { value: '', label: 'The whole year' },
  { value: '1', label: 'Q1' },
  { value: '2', label: 'Q2' },
  { value: '3', label: 'Q3' },
  { value: '4', label: 'Q4' },
] as const;
const states = [
  { value: 'active', label: 'Active' },
  { value: 'closed', label: 'Closed' },
] as const;

/** Adds an objective, or changes one. */
export function ObjectiveDialog({
  objective,
  serves,
  fiscalYear,
  ownerUnit,
  closing = false,
  onClose,
}: {
  readonly objective?: Objective;
  /** What a new objective serves. */
  readonly serves?: ComboboxOption;
  readonly fiscalYear?: number;
  /** Whose a new objective is. */
  readonly ownerUnit?: ComboboxOption | undefined;
  /** It is changed in order to close it: the form begins with that said. */
  readonly closing?: boolean | undefined;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createObjective');
  const change = useWrite('strategy.changeObjective');
  const navigate = useNavigate();
  const thisYear = yearIn(useTimeZone());
  const { fields, set } = useFields({
    title: objective?.title ?? '',
    summary: objective?.summary ?? '',
    ownerUnit: optionOf(objective?.ownerUnit) ?? ownerUnit ?? null,
    commitment: objective?.commitment ?? ('committed' as const),
    fiscalYear: emptiable(objective?.fiscalYear ?? fiscalYear ?? thisYear),
    quarter: String(objective?.quarter ?? ''),
    state: closing ? ('closed' as const) : (objective?.state ?? ('active' as const)),
    grade: objective?.grade ?? null,
    reason: '',
    serves: objective ? servingOf(objective.serves) : newServing(serves),
    revision: objective?.revision ?? 0,
  });
  const error = objective ? change.error : create.error;
  const quarter = fields.quarter === '' ? null : Number(fields.quarter);
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    commitment: fields.commitment,
    fiscalYear: fields.fiscalYear ?? 0,
    serves: servesBody(fields.serves),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={objective ? `Change ${objective.title}` : 'Add an objective'}
      submit={objective ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (objective) {
          await change.mutateAsync({
            params: { id: objective.ref },
            body: {
              ...common,
              quarter,
              state: fields.state,
              grade: fields.grade,
              ...(fields.reason === '' ? {} : { reason: fields.reason }),
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, ...(quarter === null ? {} : { quarter }) },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Objective"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="Why" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Unit"
        kind="unit"
        hint="Whose objective it is: the company’s, P&T’s, a group’s, a team’s."
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <NumberField
          label="Fiscal year"
          required
          min={2000}
          max={2200}
          decimals={0}
          ungrouped
          value={fields.fiscalYear}
          onValueChange={set('fiscalYear')}
          error={faultOf(error, 'fiscalYear')}
        />
        <Select
          label="Quarter"
          options={quarters}
          value={quarters.find(({ value }) => value === fields.quarter)?.value ?? ''}
          onValueChange={set('quarter')}
        />
      </div>
      <Select
        label="Promise"
        options={commitmentOptions}
        value={fields.commitment}
        onValueChange={set('commitment')}
      />
      <ServesField
        kinds={higher}
        hint="Priorities, and objectives further up."
        except={objective?.ref}
        value={fields.serves}
        onValueChange={set('serves')}
        error={faultOf(error, 'serves')}
      />
      {objective && (
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <Select
            label="State"
            options={states}
            value={fields.state}
            onValueChange={set('state')}
          />
          <NumberField
            label="Grade"
            hint="From 0 to 1, given at the end."
            min={0}
            max={1}
            step={0.01}
            decimals={2}
            value={fields.grade}
            onValueChange={set('grade')}
            error={faultOf(error, 'grade')}
          />
        </div>
      )}
      {objective?.gradeFrozen && (
        <TextField
          label="Why the grade changes"
          hint="It froze at the close: a change is kept as a revision, with the reason."
          value={fields.reason}
          onValueChange={set('reason')}
        />
      )}
    </FormDialog>
  );
}
