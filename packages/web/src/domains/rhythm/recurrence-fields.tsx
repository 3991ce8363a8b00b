import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { weekdays, type RuleDraft } from './rule-draft.ts';
import { monthOptions, weekdayOptions } from './rule-options.ts';
import { ToggleSet } from './toggle-set.tsx';

interface Props {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

const frequencies = [
  { value: 'daily', label: 'days' },
  { value: 'weekly', label: 'weeks' },
  { value: 'monthly', label: 'months' },
  { value: 'yearly', label: 'years' },
];

const ends = [
  { value: 'never', label: 'Never' },
  { value: 'count', label: 'After so many times' },
  { value: 'until', label: 'On a date' },
] as const;

const gaps = [
  { value: 'later', label: 'It is held later by as much' },
  { value: 'skip', label: 'It is left out' },
];

/** Weekdays, each all of them or the nth of a month or year. */
function Weekdays({ draft, onChange }: Props) {
  if (draft.frequency === 'weekly' || draft.frequency === 'daily') {
    return (
      <ToggleSet
        label="On"
        hint="None chosen: the weekday that it starts on, or every day."
        options={weekdayOptions.map(({ value, label }) => ({ value, label: label.slice(0, 3) }))}
        value={draft.byDay.map(({ weekday }) => weekday)}
        onValueChange={(days) =>
          onChange({ byDay: days.map((weekday) => ({ nth: null, weekday })) })
        }
      />
    );
  }
  const replace = (place: number, part: Partial<RuleDraft['byDay'][number]>) =>
    onChange({
      byDay: draft.byDay.map((one, index) => (index === place ? { ...one, ...part } : one)),
    });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Weekdays</legend>
      {draft.byDay.map((day, place) => (
        <div key={place} className="flex items-end gap-2">
          <NumberField
            label={`Which one ${place + 1}`}
            labelHidden
            value={day.nth}
            min={-53}
            max={53}
            decimals={0}
            onValueChange={(nth) => replace(place, { nth: nth === 0 ? null : nth })}
          />
          <Select
            label={`Weekday ${place + 1}`}
            labelHidden
            options={weekdayOptions}
            value={day.weekday}
            onValueChange={(weekday) => replace(place, { weekday })}
          />
          <IconButton
            icon="trash"
            label={`Remove weekday ${place + 1}`}
            onClick={() => onChange({ byDay: draft.byDay.filter((_, index) => index !== place) })}
          />
        </div>
      ))}
      <p className="text-xs text-tertiary">
        2 is the second, −1 the last, empty every one of them.
      </p>
      <Button
        size="sm"
        icon="plus"
        className="self-start"
        onClick={() => onChange({ byDay: [...draft.byDay, { nth: 1, weekday: weekdays[0] }] })}
      >
        Add a weekday
      </Button>
    </fieldset>
  );
}

/** A recurrence of RFC 5545: how often, on which days, and until when. */
export function RecurrenceFields({ draft, onChange }: Props) {
  const set = (frequency: string) => {
    const weekly = frequency === 'weekly' || frequency === 'daily';
    onChange({
      frequency,
      byDay: weekly ? draft.byDay.map((day) => ({ ...day, nth: null })) : draft.byDay,
    });
  };
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField
          label="Every"
          value={draft.interval}
          min={1}
          max={1000}
          decimals={0}
          onValueChange={(interval) => onChange({ interval })}
        />
        <Select
          label="How often"
          options={frequencies}
          value={draft.frequency}
          onValueChange={set}
        />
        <DateField
          label="From"
          required
          value={draft.start}
          onValueChange={(start) => onChange({ start })}
        />
      </div>
      <Weekdays draft={draft} onChange={onChange} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Ends"
          options={ends}
          value={draft.ends}
          onValueChange={(end) => onChange({ ends: end })}
        />
        {draft.ends === 'count' && (
          <NumberField
            label="How many times"
            value={draft.count}
            min={1}
            max={10_000}
            decimals={0}
            onValueChange={(count) => onChange({ count })}
          />
        )}
        {draft.ends === 'until' && (
          <TextField
            label="Last date"
            hint="2027-12-31, or an instant such as 2027-12-31T09:00:00Z."
            value={draft.until}
            onValueChange={(until) => onChange({ until })}
          />
        )}
      </div>
      <details>
        <summary className="cursor-pointer font-medium">More precisely</summary>
        <div className="flex flex-col gap-4 pt-3">
          <ToggleSet
            label="Months"
            hint="None chosen: all of them."
            options={monthOptions}
            value={draft.months}
            onValueChange={(months) => onChange({ months })}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label="Days of the month"
              placeholder="1, 15, -1"
              hint="−1 is the last one."
              value={draft.monthDays}
              onValueChange={(monthDays) => onChange({ monthDays })}
            />
            <TextField
              label="Only these of what is left"
              placeholder="1, -1"
              hint="1 is the first of each month (week, year), −1 the last."
              value={draft.positions}
              onValueChange={(positions) => onChange({ positions })}
            />
            <Select
              label="Weeks start on"
              options={weekdayOptions}
              value={draft.weekStart}
              onValueChange={(weekStart) => onChange({ weekStart })}
            />
            <Select
              label="At an hour that the clock leaves out"
              options={gaps}
              value={draft.clockGap}
              onValueChange={(clockGap) => onChange({ clockGap })}
            />
          </div>
        </div>
      </details>
    </>
  );
}
