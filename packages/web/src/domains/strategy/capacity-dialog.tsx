import { useState } from 'react';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { emptyQuarters, QuarterFields, quartersOf } from './quarter-fields.tsx';

/** Says how many people and how much money a unit has in the quarters of a fiscal year. */
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
  const [money, setMoney] = useState(emptyQuarters);
  const known = (of: string | undefined, what: 'people' | 'money') =>
    quartersOf(
      (quarter) =>
        said.items.find((one) => one.unit.ref === of && one.quarter === quarter)?.[what] ?? null,
    );
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Capacity in FY${fiscalYear}`}
      description="A unit’s people include those of the units below it. Money counts where people are said too; left empty, nobody is held to it."
      submit="Set"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          body: {
            unit: unit?.id ?? '',
            fiscalYear,
            quarters: people.map((of, index) => ({
              quarter: index + 1,
              people: of,
              money: money[index] ?? null,
            })),
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
          setPeople(known(option?.id, 'people'));
          setMoney(known(option?.id, 'money'));
        }}
      />
      <QuarterFields of="People" value={people} onValueChange={setPeople} />
      <QuarterFields of="Money" value={money} onValueChange={setMoney} />
    </FormDialog>
  );
}
