import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { MetricSourceFields, sourceFields, sourceOfFields } from './metric-source-fields.tsx';

type Metric = OutputOf<OperationOf<'catalog.getMetric'>>;

const directions = [
  { value: 'up', label: 'More is better' },
  { value: 'down', label: 'Less is better' },
] as const;

const measured = ['product', 'feature', 'service'] as const;

/** Defines a metric, or changes one. */
export function MetricDialog({
  metric,
  onClose,
}: {
  readonly metric?: Metric;
  readonly onClose: () => void;
}) {
  const create = useWrite('catalog.createMetric');
  const change = useWrite('catalog.changeMetric');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: metric?.title ?? '',
    definition: metric?.definition ?? '',
    ownerUnit: optionOf(metric?.ownerUnit),
    unit: metric?.unit ?? '',
    direction: metric?.direction ?? ('up' as const),
    target: metric?.target ?? null,
    freshnessDays: emptiable(metric?.freshnessDays ?? null),
    source: sourceFields(metric?.source),
    measures: (metric?.measures ?? []).map((one) => optionOf(one)) as readonly ComboboxOption[],
    revision: metric?.revision ?? 0,
  });
  const source = sourceOfFields(fields.source);
  // Only who sets another source needs the right to it.
  const changed =
    JSON.stringify(source) !== JSON.stringify(sourceOfFields(sourceFields(metric?.source)));
  const error = metric ? change.error : create.error;
  const common = {
    title: fields.title,
    definition: fields.definition,
    ownerUnit: fields.ownerUnit?.id ?? '',
    unit: fields.unit,
    direction: fields.direction,
    ...(fields.freshnessDays === null ? {} : { freshnessDays: fields.freshnessDays }),
    measures: fields.measures.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={metric ? `Change ${metric.title}` : 'Define a metric'}
      submit={metric ? 'Change' : 'Define'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (metric) {
          await change.mutateAsync({
            params: { id: metric.ref },
            body: { ...common, target: fields.target, ...(changed ? { source } : {}) },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, source, ...(fields.target === null ? {} : { target: fields.target }) },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea
        label="Definition"
        hint="What is counted, over what time, and what is left out."
        required
        value={fields.definition}
        onValueChange={set('definition')}
        error={faultOf(error, 'definition')}
      />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Unit"
          required
          maxLength={40}
          placeholder="accounts, %, ms"
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
        <NumberField label="Target" value={fields.target} onValueChange={set('target')} />
        <NumberField
          label="Stale after"
          hint={metric ? undefined : 'Empty: what is usual for its source.'}
          unit="days"
          min={1}
          max={400}
          decimals={0}
          value={fields.freshnessDays}
          onValueChange={set('freshnessDays')}
        />
      </div>
      <MetricSourceFields fields={fields.source} onChange={set('source')} />
      <EntitiesPicker
        label="Measures"
        hint="Products, features and services on whose pages it stands."
        kinds={measured}
        value={fields.measures}
        onValueChange={set('measures')}
      />
    </FormDialog>
  );
}
