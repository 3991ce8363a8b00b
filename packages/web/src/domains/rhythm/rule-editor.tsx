import { useState } from 'react';
import { present } from '../../ui/present.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { RuleDates } from './rule-dates.tsx';
import {
  draftOf,
  ruleOfDraft,
  type RuleDraft,
  type RuleJson,
  type RuleKind,
} from './rule-draft.ts';
import { RulePreview } from './rule-preview.tsx';

const kinds: readonly { readonly value: RuleKind; readonly label: string }[] = [
  { value: 'nth-weekday', label: 'A weekday of the month: second Tuesday' },
  { value: 'fiscal-week', label: 'A week of the fiscal year, quarter or period' },
  { value: 'recurrence', label: 'Every so many days, weeks, months or years' },
  { value: 'offset', label: 'So long before or after something' },
];

const shifts = [
  { value: 'none', label: 'It is held all the same' },
  { value: 'next', label: 'It moves to the next business day' },
  { value: 'previous', label: 'It moves to the business day before' },
];

/** Writes a rule of any kind, with its sentence and its next dates, or what is wrong, as one types. */
export function RuleEditor({
  rule,
  durationMinutes,
  preReadBusinessDays,
  onRuleChange,
}: {
  /** What it begins with. */
  readonly rule: RuleJson;
  readonly durationMinutes: number;
  readonly preReadBusinessDays: number;
  readonly onRuleChange: (rule: RuleJson) => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(rule, present().toISOString().slice(0, 10)));
  const change = (part: Partial<RuleDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    onRuleChange(ruleOfDraft(next));
  };
  return (
    <div className="flex flex-col gap-4">
      <Select
        label="When"
        options={kinds}
        value={draft.kind}
        onValueChange={(kind) => change({ kind })}
      />
      <RuleDates draft={draft} onChange={change} />
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          label="Time"
          type="time"
          required
          value={draft.time}
          onValueChange={(time) => change({ time })}
        />
        <TextField
          label="Time zone of the rule"
          placeholder="America/Los_Angeles"
          hint="Empty: the organisation’s."
          value={draft.zone}
          onValueChange={(zone) => change({ zone })}
        />
        <Select
          label="On a day off"
          options={shifts}
          value={draft.shift}
          onValueChange={(shift) => change({ shift })}
        />
      </div>
      <RulePreview
        rule={ruleOfDraft(draft)}
        durationMinutes={durationMinutes}
        preReadBusinessDays={preReadBusinessDays}
      />
    </div>
  );
}
