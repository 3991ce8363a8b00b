import { useState } from 'react';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ListRows } from './list-rows.tsx';
import type { Cycle } from './rhythm-types.ts';
import { ToggleSet } from './toggle-set.tsx';
import { useChangeCycle } from './use-change-cycle.ts';

/** Changes the agenda of a copied cycle; its minutes add up to how long its reviews take. */
export function CycleAgendaDialog({
  cycle,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly onClose: () => void;
}) {
  const { template, save, busy, error } = useChangeCycle(cycle);
  const [agenda, setAgenda] = useState(() => [...template.agenda]);
  const minutes = agenda.reduce((sum, point) => sum + point.minutes, 0);
  const sections = template.pack.map(({ key, title }) => ({ value: key, label: title }));
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Change the agenda"
      description={`${minutes} minutes in all: so long do its reviews take.`}
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() => save({ agenda, durationMinutes: minutes })}
    >
      <ListRows
        label="Points"
        rows={agenda}
        nameOf={({ title }, place) => title || `point ${place + 1}`}
        add={{ label: 'Add a point', row: () => ({ title: '', minutes: 10, sections: [] }) }}
        empty="An agenda has a point at least."
        onRowsChange={setAgenda}
      >
        {(point, place, change) => (
          <div className="flex flex-col gap-2">
            <div className="grid gap-2 sm:grid-cols-[1fr_8rem]">
              <TextField
                label={`Title of point ${place + 1}`}
                labelHidden
                required
                value={point.title}
                onValueChange={(title) => change({ ...point, title })}
              />
              <NumberField
                label={`Minutes of point ${place + 1}`}
                labelHidden
                unit="min"
                value={point.minutes}
                min={1}
                max={10_080}
                decimals={0}
                onValueChange={(value) => change({ ...point, minutes: value ?? 1 })}
              />
            </div>
            {sections.length > 0 && (
              <ToggleSet
                label={`Sections that point ${place + 1} goes through`}
                options={sections}
                value={point.sections}
                onValueChange={(chosen) => change({ ...point, sections: chosen })}
              />
            )}
          </div>
        )}
      </ListRows>
    </FormDialog>
  );
}
