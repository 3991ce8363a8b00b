import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import {
  insightFigureBody,
  InsightFigureFields,
  insightFigureFields,
} from '../../entity/insight-figure-fields.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

type KeyResult = OutputOf<OperationOf<'strategy.getKeyResult'>>;

const directions = [
  { value: 'up', label: 'Up: more is better' },
  { value: 'down', label: 'Down: less is better' },
] as const;
const states = [
  { value: 'active', label: 'Active' },
  { value: 'closed', label: 'Closed' },
] as const;

const feeds = [
  { value: 'hand', label: 'People, at each check-in' },
  { value: 'metric', label: 'A metric: each new value checks it in' },
  { value: 'insight', label: 'A figure of an insight, taken once a day' },
] as const;

/** Adds a key result to an objective, or changes one. */
export function KeyResultDialog({
  keyResult,
  objective,
  onClose,
}: {
  readonly keyResult?: KeyResult;
  /** The objective of a new key result. */
  readonly objective?: string;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createKeyResult');
  const change = useWrite('strategy.changeKeyResult');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: keyResult?.title ?? '',
    owner: optionOf(keyResult?.owner),
    feed: keyResult?.feed ?? ('hand' as const),
    metric: optionOf(keyResult?.metric),
    insight: insightFigureFields(keyResult?.insight),
    baseline: keyResult?.baseline ?? (null as number | null),
    target: keyResult?.target ?? (null as number | null),
    direction: keyResult?.direction ?? ('up' as const),
    unit: keyResult?.unit ?? '',
    guardrail: keyResult?.guardrail ?? false,
    weight: emptiable(keyResult?.weight ?? 1),
    checkInDays: emptiable(keyResult?.checkInDays ?? 7),
    state: keyResult?.state ?? ('active' as const),
    grade: keyResult?.grade ?? null,
    reason: '',
    revision: keyResult?.revision ?? 0,
  });
  const error = keyResult ? change.error : create.error;
  const common = {
    title: fields.title,
    // An empty field goes out as no number: the server says at the field that one is needed.
    baseline: fields.baseline ?? Number.NaN,
    target: fields.target ?? Number.NaN,
    direction: fields.direction,
    unit: fields.unit,
    guardrail: fields.guardrail,
    weight: fields.weight ?? 1,
    checkInDays: fields.checkInDays ?? 7,
  };
  // A feed that was chosen without saying which goes out empty: the server says what is missing.
  const metric = fields.feed === 'metric' ? (fields.metric?.id ?? '') : undefined;
  const insight = fields.feed === 'insight' ? insightFigureBody(fields.insight) : undefined;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={keyResult ? `Change ${keyResult.title}` : 'Add a key result'}
      submit={keyResult ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (keyResult) {
          await change.mutateAsync({
            params: { id: keyResult.ref },
            body: {
              ...common,
              owner: fields.owner?.id ?? null,
              metric: metric ?? null,
              insight: insight ?? null,
              state: fields.state,
              grade: fields.grade,
              ...(fields.reason === '' ? {} : { reason: fields.reason }),
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            objective: objective ?? '',
            ...(fields.owner ? { owner: fields.owner.id } : {}),
            ...(metric === undefined ? {} : { metric }),
            ...(insight === undefined ? {} : { insight }),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Key result"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <EntityPicker
        label="Owner"
        kind="person"
        hint="Who checks it in, and is reminded."
        value={fields.owner}
        onValueChange={set('owner')}
      />
      <Select
        label="Where its value comes from"
        options={feeds}
        value={fields.feed}
        onValueChange={set('feed')}
      />
      {fields.feed === 'metric' && (
        <EntityPicker
          label="Metric"
          kind="metric"
          required
          hint="The owner can still say otherwise, with a comment."
          value={fields.metric}
          onValueChange={set('metric')}
          error={faultOf(error, 'metric')}
        />
      )}
      {fields.feed === 'insight' && (
        <InsightFigureFields fields={fields.insight} onChange={set('insight')} />
      )}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <NumberField
          label="From"
          required
          value={fields.baseline}
          onValueChange={set('baseline')}
          error={faultOf(error, 'baseline')}
        />
        <NumberField
          label="To"
          required
          value={fields.target}
          onValueChange={set('target')}
          error={faultOf(error, 'target')}
        />
        <TextField
          label="Unit"
          required
          maxLength={40}
          placeholder="%, accounts, ms"
          value={fields.unit}
          onValueChange={set('unit')}
          error={faultOf(error, 'unit')}
        />
        <Select
          label="Direction"
          options={directions}
          value={fields.direction}
          onValueChange={set('direction')}
        />
        <NumberField
          label="Weight in its objective"
          min={0}
          max={1000}
          value={fields.weight}
          onValueChange={set('weight')}
        />
        <NumberField
          label="Check in every"
          unit="days"
          min={1}
          max={92}
          decimals={0}
          value={fields.checkInDays}
          onValueChange={set('checkInDays')}
        />
      </div>
      <Checkbox
        label="Guardrail"
        hint="Holds the target instead of moving to it: scored by the share of check-in periods in range."
        checked={fields.guardrail}
        onCheckedChange={set('guardrail')}
      />
      {keyResult && (
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
      {keyResult?.gradeFrozen && (
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
