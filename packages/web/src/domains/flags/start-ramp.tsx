import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import {
  insightFigureBody,
  InsightFigureFields,
  type InsightFigure,
} from '../../entity/insight-figure-fields.tsx';
import { momentInZone } from '../../ui/moment-in-zone.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import type { FlagInEnvironment, FlagView } from './flag-types.ts';
import { variationName } from './variation-value.ts';

interface Step {
  readonly percent: number | null;
  readonly hours: number | null;
}

interface Guard extends InsightFigure {
  readonly label: string;
  readonly kind: 'metric' | 'insight';
  readonly metric: ComboboxOption | null;
  readonly condition: 'at-most' | 'at-least';
  readonly limit: number | null;
}

const usualSteps: readonly Step[] = [
  { percent: 1, hours: 24 },
  { percent: 10, hours: 24 },
  { percent: 50, hours: 24 },
  { percent: 100, hours: 24 },
];

const newGuard: Guard = {
  label: '',
  kind: 'metric',
  metric: null,
  insight: '',
  parameters: '{}',
  figure: '',
  condition: 'at-most',
  limit: null,
};

const without = <T,>(rows: readonly T[], place: number) => rows.filter((_, at) => at !== place);
const withAt = <T,>(rows: readonly T[], place: number, row: T) =>
  rows.map((one, at) => (at === place ? row : one));

function bodyOfGuard({ label, kind, metric, condition, limit, ...figure }: Guard) {
  return {
    label: label || metric?.label || figure.figure,
    of:
      kind === 'metric'
        ? { kind, metric: metric?.id ?? '' }
        : { kind, ...insightFigureBody(figure) },
    condition,
    limit: limit ?? 0,
  };
}

/** Begins a ramp: which variation, by which steps, while what holds. */
export function StartRamp({
  flag,
  present,
  onClose,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  readonly onClose: () => void;
}) {
  const start = useWrite('flags.startRamp');
  const zone = useTimeZone();
  const [variation, setVariation] = useState('0');
  const [otherwise, setOtherwise] = useState(
    String(present.offVariation ?? flag.variations.length - 1),
  );
  const [contextKind, setContextKind] = useState('user');
  const [steps, setSteps] = useState(usualSteps);
  const [guards, setGuards] = useState<readonly Guard[]>([]);
  const [at, setAt] = useState('');
  const variations = flag.variations.map((_, place) => ({
    value: String(place),
    label: variationName(flag.variations, place),
  }));
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={onClose}
      title={`Ramp ${flag.key} in ${present.environment.title}`}
      description="Lists and rules stay as they are; the share is of everybody else. The flag is turned on with the first step."
      submit="Start the ramp"
      busy={start.isPending}
      error={start.error}
      onSubmit={() =>
        start.mutateAsync({
          params: { id: flag.ref, environment: present.environment.ref },
          body: {
            variation: Number(variation),
            otherwise: Number(otherwise),
            contextKind,
            steps: steps.map(({ percent, hours }) => ({
              percent: percent ?? 0,
              minutes: Math.round((hours ?? 0) * 60),
            })),
            guards: guards.map(bodyOfGuard),
            ...(at === '' ? {} : { startsAt: momentInZone(zone, at) }),
          },
        })
      }
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Select label="Serve" options={variations} value={variation} onValueChange={setVariation} />
        <Select
          label="In place of"
          options={variations}
          value={otherwise}
          onValueChange={setOtherwise}
        />
        <TextField
          label="Share of"
          mono
          hint="A context kind: user, company …"
          value={contextKind}
          onValueChange={setContextKind}
          error={faultOf(start.error, 'contextKind')}
        />
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Steps</legend>
        {steps.map((step, place) => (
          <div key={place} className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
            <NumberField
              label={`Share of step ${place + 1}`}
              labelHidden={place > 0}
              unit="%"
              value={step.percent}
              min={0.001}
              max={100}
              decimals={3}
              onValueChange={(percent) => setSteps(withAt(steps, place, { ...step, percent }))}
            />
            <NumberField
              label={`Soak of step ${place + 1}`}
              labelHidden={place > 0}
              unit="hours"
              value={step.hours}
              min={0}
              max={2160}
              decimals={2}
              onValueChange={(hours) => setSteps(withAt(steps, place, { ...step, hours }))}
            />
            <IconButton
              icon="trash"
              size="sm"
              label={`Remove step ${place + 1}`}
              disabled={steps.length === 1}
              onClick={() => setSteps(without(steps, place))}
            />
          </div>
        ))}
        <Button
          size="sm"
          icon="plus"
          className="self-start"
          onClick={() => setSteps([...steps, { percent: null, hours: 24 }])}
        >
          Add a step
        </Button>
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-1 font-medium">Guards</legend>
        {guards.length === 0 && (
          <p className="text-secondary">
            None: it goes up by the clock alone. A guard beyond its limit rolls it back; one that is
            too old to tell holds it.
          </p>
        )}
        {guards.map((guard, place) => (
          <GuardFields
            key={place}
            place={place}
            guard={guard}
            onChange={(changed) => setGuards(withAt(guards, place, changed))}
            onRemove={() => setGuards(without(guards, place))}
          />
        ))}
        <Button
          size="sm"
          icon="plus"
          className="self-start"
          onClick={() => setGuards([...guards, newGuard])}
        >
          Add a guard
        </Button>
      </fieldset>
      <TextField
        label="Begins"
        type="datetime-local"
        hint={`In ${zone}. Left empty, within a minute.`}
        value={at}
        onValueChange={setAt}
        error={faultOf(start.error, 'startsAt')}
      />
    </FormDialog>
  );
}

function GuardFields({
  place,
  guard,
  onChange,
  onRemove,
}: {
  readonly place: number;
  readonly guard: Guard;
  readonly onChange: (guard: Guard) => void;
  readonly onRemove: () => void;
}) {
  return (
    <div className="flex flex-col gap-2 border-l-2 border-line pl-3">
      <div className="grid gap-2 sm:grid-cols-[1fr_1fr_auto]">
        <Select
          label={`Guard ${place + 1} looks at`}
          options={[
            { value: 'metric', label: 'A metric’s last value' },
            { value: 'insight', label: 'A figure of an insight' },
          ]}
          value={guard.kind}
          onValueChange={(kind) => onChange({ ...guard, kind })}
        />
        <TextField
          label={`Name of guard ${place + 1}`}
          value={guard.label}
          hint="Empty: that of what it looks at."
          onValueChange={(label) => onChange({ ...guard, label })}
        />
        <IconButton icon="trash" size="sm" label={`Remove guard ${place + 1}`} onClick={onRemove} />
      </div>
      {guard.kind === 'metric' ? (
        <EntityPicker
          label={`Metric of guard ${place + 1}`}
          kind="metric"
          required
          value={guard.metric}
          onValueChange={(metric) => onChange({ ...guard, metric })}
        />
      ) : (
        <InsightFigureFields fields={guard} onChange={onChange} />
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        <Select
          label={`Guard ${place + 1} must be`}
          options={[
            { value: 'at-most', label: 'at most' },
            { value: 'at-least', label: 'at least' },
          ]}
          value={guard.condition}
          onValueChange={(condition) => onChange({ ...guard, condition })}
        />
        <NumberField
          label={`Limit of guard ${place + 1}`}
          required
          value={guard.limit}
          onValueChange={(limit) => onChange({ ...guard, limit })}
        />
      </div>
    </div>
  );
}
