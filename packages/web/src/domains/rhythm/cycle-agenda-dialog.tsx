import { useState } from 'react';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ListRows } from './list-rows.tsx';
import type { Cycle } from './rhythm-types.ts';
import { ToggleSet } from './toggle-set.tsx';
import { minutesOf, useChangeHeld } from './use-change-cycle.ts';

/** Changes the agenda of a copied cycle; its minutes add up to how long its reviews take. */
export function CycleAgendaDialog({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  /** The key of the session that it is of; the cycle's own without it. */
  readonly session?: string | undefined;
  readonly onClose: () => void;
}) {
  const { held, title: of, saveHeld, busy, error } = useChangeHeld(cycle, session);
  const [agenda, setAgenda] = useState(() => [...held.agenda]);
  const minutes = minutesOf(agenda);
  const sections = held.pack.map(({ key, title }) => ({ value: key, label: title }));
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`${of}Change the agenda`}
      description={`${minutes} minutes in all: so long do its reviews take.`}
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() => saveHeld({ agenda })}
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
