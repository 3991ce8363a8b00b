import { useState } from 'react';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { emptyQuarters, QuarterFields, quartersOf } from './quarter-fields.tsx';

/** Says how many people a unit has in the quarters of a fiscal year. */
export function CapacityDialog({
  fiscalYear,
  onClose,
}: {
  readonly fiscalYear: number;
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.setCapacity');
  const said = useList('strategy.listCapacities', { query: { fiscalYear } });
  const [unit, setUnit] = useState<ComboboxOption | null>(null);
  const [people, setPeople] = useState(emptyQuarters);
  const known = (of: string | undefined) =>
    quartersOf(
      (quarter) =>
        said.items.find((one) => one.unit.ref === of && one.quarter === quarter)?.people ?? null,
    );
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Capacity in FY${fiscalYear}`}
      description="A unit’s people include those of the units below it."
      submit="Set"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          body: {
            unit: unit?.id ?? '',
            fiscalYear,
            quarters: people.map((of, index) => ({ quarter: index + 1, people: of })),
          },
        })
      }
    >
      <EntityPicker
        label="Unit"
        kind="unit"
        required
        value={unit}
        onValueChange={(option) => {
          setUnit(option);
          setPeople(known(option?.id));
        }}
      />
      <QuarterFields value={people} onValueChange={setPeople} />
    </FormDialog>
  );
}
