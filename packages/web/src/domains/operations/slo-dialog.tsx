import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Slo = OutputOf<OperationOf<'operations.getSlo'>>;

const windows = [
  { value: 'rolling', label: 'The last days' },
  { value: 'month', label: 'Each month' },
  { value: 'quarter', label: 'Each quarter' },
] as const;

const indicators = [
  { value: 'share', label: 'A metric: the good share in percent' },
  { value: 'ratio', label: 'Two metrics: good and all events' },
  { value: 'counts', label: 'Counts that programs report' },
] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly service: ComboboxOption | null;
  readonly objective: number | null;
  readonly window: (typeof windows)[number]['value'];
  readonly days: number | null;
  readonly indicator: (typeof indicators)[number]['value'];
  readonly metric: ComboboxOption | null;
  readonly total: ComboboxOption | null;
  readonly revision: number;
}

function indicatorOf({ indicator, metric, total }: Fields) {
  if (indicator === 'share') return { kind: 'share' as const, metric: metric?.id ?? '' };
  return indicator === 'ratio'
    ? { kind: 'ratio' as const, good: metric?.id ?? '', total: total?.id ?? '' }
    : { kind: 'counts' as const };
}

function windowOf({ window, days }: Fields) {
  return window === 'rolling'
    ? { kind: 'rolling' as const, days: days ?? 28 }
    : { kind: 'calendar' as const, period: window };
}

/** Promises a service level, or changes one. */
export function SloDialog({ slo, onClose }: { readonly slo?: Slo; readonly onClose: () => void }) {
  const create = useWrite('operations.createSlo');
  const change = useWrite('operations.changeSlo');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: slo?.title ?? '',
    summary: slo?.summary ?? '',
    service: optionOf(slo?.service),
    objective: slo?.objective ?? 99.9,
    window: slo?.window.kind === 'calendar' ? slo.window.period : 'rolling',
    days: slo?.window.kind === 'rolling' ? slo.window.days : 28,
    indicator: slo?.indicator.kind ?? 'share',
    metric: optionOf(slo?.indicator.metrics[0]),
    total: optionOf(slo?.indicator.metrics[1]),
    revision: slo?.revision ?? 0,
  });
  const error = slo ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    objective: fields.objective ?? 0,
    window: windowOf(fields),
    indicator: indicatorOf(fields),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={slo ? `Change ${slo.title}` : 'Promise a service level'}
      submit={slo ? 'Change' : 'Promise'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (slo) {
          await change.mutateAsync({
            params: { id: slo.ref },
            body: common,
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, service: fields.service?.id ?? '' },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="What is promised"
        required
        hint="“Drawings open within two seconds”"
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      {!slo && (
        <EntityPicker
          label="Service"
          kind="service"
          required
          value={fields.service}
          onValueChange={set('service')}
          error={faultOf(error, 'service')}
        />
      )}
      <TextArea label="What counts as good" value={fields.summary} onValueChange={set('summary')} />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <NumberField
          label="Promised share of good events"
          required
          decimals={4}
          unit="%"
          value={fields.objective}
          onValueChange={set('objective')}
          error={faultOf(error, 'objective')}
        />
        <Select
          label="Within"
          options={windows}
          value={fields.window}
          onValueChange={set('window')}
        />
        {fields.window === 'rolling' && (
          <NumberField
            label="Days"
            required
            min={1}
            max={90}
            value={fields.days}
            onValueChange={set('days')}
            error={faultOf(error, 'window.days')}
          />
        )}
      </div>
      <Select
        label="Measured by"
        options={indicators}
        value={fields.indicator}
        onValueChange={set('indicator')}
      />
      {fields.indicator !== 'counts' && (
        <EntityPicker
          label={fields.indicator === 'share' ? 'Metric, in percent' : 'Good events'}
          kind="metric"
          required
          value={fields.metric}
          onValueChange={set('metric')}
          error={faultOf(
            error,
            fields.indicator === 'share' ? 'indicator.metric' : 'indicator.good',
          )}
        />
      )}
      {fields.indicator === 'ratio' && (
        <EntityPicker
          label="All events"
          kind="metric"
          required
          value={fields.total}
          onValueChange={set('total')}
          error={faultOf(error, 'indicator.total')}
        />
      )}
    </FormDialog>
  );
}
