import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Cycle } from './rhythm-types.ts';
import type { RuleJson } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import { minutesOf, useChangeHeld } from './use-change-cycle.ts';

/** Changes when the reviews of a copied cycle are held, and how long ahead their packs freeze. */
export function CycleWhenDialog({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  /** The key of the session that it is of; the cycle's own without it. */
  readonly session?: string | undefined;
  readonly onClose: () => void;
}) {
  const {
    template,
    held,
    title: of,
    fieldOf,
    isSession,
    saveHeld,
    busy,
    error,
  } = useChangeHeld(cycle, session);
  const [rule, setRule] = useState<RuleJson>(held.rule);
  const [preRead, setPreRead] = useState<number | null>(held.preReadBusinessDays);
  const [titles, setTitles] = useState(template.occurrenceTitles.join('\n'));
  const severalTitles = !isSession && rule['kind'] === 'offset';
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`${of}Change when it is held`}
      description="Reviews that are on the calendar stay until the year is compiled again."
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() =>
        saveHeld(
          { rule: { ...rule }, preReadBusinessDays: preRead ?? 0 },
          {
            occurrenceTitles: severalTitles
              ? titles.split('\n').flatMap((title) => title.trim() || [])
              : [],
          },
        )
      }
    >
      <RuleEditor
        rule={held.rule}
        durationMinutes={minutesOf(held.agenda) || 1}
        preReadBusinessDays={preRead ?? 0}
        onRuleChange={setRule}
      />
      <NumberField
        label="Pre-read"
        hint="So many business days before, the pack freezes; 0 as the review begins."
        unit="business days"
        value={preRead}
        min={0}
        max={250}
        decimals={0}
        onValueChange={setPreRead}
        error={faultOf(error, fieldOf('preReadBusinessDays'))}
      />
      {severalTitles && (
        <TextArea
          label="What its several dates are called"
          hint="One on a line, in the order of the offsets; may be empty."
          value={titles}
          onValueChange={setTitles}
          error={faultOf(error, 'occurrenceTitles')}
        />
      )}
    </FormDialog>
  );
}
