import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Cycle } from './rhythm-types.ts';
import type { RuleJson } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import { useChangeCycle } from './use-change-cycle.ts';

/** Changes when the reviews of a copied cycle are held, and how long ahead their packs freeze. */
export function CycleWhenDialog({
  cycle,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly onClose: () => void;
}) {
  const { template, save, busy, error } = useChangeCycle(cycle);
  const [rule, setRule] = useState<RuleJson>(template.rule);
  const [preRead, setPreRead] = useState<number | null>(template.preReadBusinessDays);
  const [titles, setTitles] = useState(template.occurrenceTitles.join('\n'));
  const severalTitles = rule['kind'] === 'offset';
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Change when it is held"
      description="Reviews that are on the calendar stay until the year is compiled again."
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() =>
        save({
          rule: { ...rule },
          preReadBusinessDays: preRead ?? 0,
          occurrenceTitles: severalTitles
            ? titles.split('\n').flatMap((title) => title.trim() || [])
            : [],
        })
      }
    >
      <RuleEditor
        rule={template.rule}
        durationMinutes={template.durationMinutes}
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
        error={faultOf(error, 'preReadBusinessDays')}
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
