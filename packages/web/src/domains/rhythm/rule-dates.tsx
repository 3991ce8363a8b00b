import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { RecurrenceFields } from './recurrence-fields.tsx';
import type { RuleDraft } from './rule-draft.ts';
import { monthOptions, nthOptions, weekdayOptions } from './rule-options.ts';
import { ToggleSet } from './toggle-set.tsx';

export interface RulePartProps {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

const spans = [
  { value: 'quarter', label: 'Fiscal quarter' },
  { value: 'period', label: 'Fiscal period' },
  { value: 'year', label: 'Fiscal year' },
];

const anchors = [
  { value: 'month-start', label: 'The first day of a month' },
  { value: 'month-end', label: 'The last day of a month' },
  { value: 'period-start', label: 'The first day of a fiscal period' },
  { value: 'period-end', label: 'The last day of a fiscal period' },
  { value: 'quarter-start', label: 'The first day of a fiscal quarter' },
  { value: 'quarter-end', label: 'The last day of a fiscal quarter' },
  { value: 'year-start', label: 'The first day of a fiscal year' },
  { value: 'year-end', label: 'The last day of a fiscal year' },
  { value: 'date', label: 'One date' },
  { value: 'event', label: 'Something that happens' },
];

const units = [
  { value: 'business-day', label: 'business days' },
  { value: 'day', label: 'days' },
  { value: 'week', label: 'weeks' },
];

function NthWeekdayFields({ draft, onChange }: RulePartProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Which one"
          options={nthOptions}
          value={draft.nth}
          onValueChange={(nth) => onChange({ nth })}
        />
        <Select
          label="Weekday"
          options={weekdayOptions}
          value={draft.weekday}
          onValueChange={(weekday) => onChange({ weekday })}
        />
      </div>
      <ToggleSet
        label="Months"
        hint="None chosen: every month."
        options={monthOptions}
        value={draft.months}
        onValueChange={(months) => onChange({ months })}
      />
    </>
  );
}

function FiscalWeekFields({ draft, onChange }: RulePartProps) {
  const most = draft.of === 'quarter' ? 4 : 12;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField
          label="Week"
          hint="From the end where negative."
          value={draft.week}
          min={-53}
          max={53}
          decimals={0}
          onValueChange={(week) => onChange({ week })}
        />
        <Select
          label="Of each"
          options={spans}
          value={draft.of}
          onValueChange={(of) => onChange({ of, only: [] })}
        />
        <Select
          label="Weekday"
          options={weekdayOptions}
          value={draft.weekday}
          onValueChange={(weekday) => onChange({ weekday })}
        />
      </div>
      {draft.of !== 'year' && (
        <ToggleSet
          label={draft.of === 'quarter' ? 'Quarters' : 'Periods'}
          hint="None chosen: all of them."
          options={Array.from({ length: most }, (_, index) => ({
            value: index + 1,
            label: `${index + 1}`,
          }))}
          value={draft.only}
          onValueChange={(only) => onChange({ only })}
        />
      )}
    </>
  );
}

function OffsetFields({ draft, onChange }: RulePartProps) {
  const occasions = useRead('rhythm.listOccasions', {});
  const events = (occasions.data?.items ?? []).map(({ event, says }) => ({
    value: event,
    label: says,
  }));
  const known = events.some(({ value }) => value === draft.event) || draft.event === '';
  const replace = (place: number, part: Partial<RuleDraft['offsets'][number]>) =>
    onChange({
      offsets: draft.offsets.map((one, index) => (index === place ? { ...one, ...part } : one)),
    });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Counted from"
          options={anchors}
          value={draft.anchor}
          onValueChange={(anchor) => onChange({ anchor })}
        />
        {draft.anchor === 'date' && (
          <DateField
            label="Which date"
            required
            value={draft.date}
            onValueChange={(date) => onChange({ date })}
          />
        )}
        {draft.anchor === 'event' && (
          <Select
            label="What happens"
            required
            placeholder="Choose what happens"
            options={known ? events : [...events, { value: draft.event, label: draft.event }]}
            value={draft.event}
            onValueChange={(event) => onChange({ event })}
          />
        )}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">How long after it; before it where negative</legend>
        {draft.offsets.map((offset, place) => (
          <div key={place} className="flex items-end gap-2">
            <NumberField
              label={`Amount ${place + 1}`}
              labelHidden
              value={offset.amount}
              min={-1000}
              max={1000}
              decimals={0}
              onValueChange={(amount) => replace(place, { amount })}
            />
            <Select
              label={`Unit ${place + 1}`}
              labelHidden
              options={units}
              value={offset.unit}
              onValueChange={(unit) => replace(place, { unit })}
            />
            {draft.offsets.length > 1 && (
              <IconButton
                icon="trash"
                label={`Remove offset ${place + 1}`}
                onClick={() =>
                  onChange({ offsets: draft.offsets.filter((_, index) => index !== place) })
                }
              />
            )}
          </div>
        ))}
        <Button
          size="sm"
          icon="plus"
          className="self-start"
          onClick={() =>
            onChange({ offsets: [...draft.offsets, { amount: 0, unit: 'business-day' }] })
          }
        >
          Another one
        </Button>
      </fieldset>
    </>
  );
}

/** The fields of a rule's kind. */
export function RuleDates({ draft, onChange }: RulePartProps) {
  switch (draft.kind) {
    case 'nth-weekday':
      return <NthWeekdayFields draft={draft} onChange={onChange} />;
    case 'fiscal-week':
      return <FiscalWeekFields draft={draft} onChange={onChange} />;
    case 'recurrence':
      return <RecurrenceFields draft={draft} onChange={onChange} />;
    case 'offset':
      return <OffsetFields draft={draft} onChange={onChange} />;
  }
}
