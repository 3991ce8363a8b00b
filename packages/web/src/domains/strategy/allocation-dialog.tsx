import type { OperationOf, OutputOf } from '@throughline/contract';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { emptyQuarters, QuarterFields, quartersOf } from './quarter-fields.tsx';

type Plan = OutputOf<OperationOf<'strategy.getPlan'>>;
type Entry = OutputOf<OperationOf<'strategy.getAllocations'>>['entries'][number];

/** Gives a priority people of a unit by quarter; of an adopted plan, says what it really took. */
export function AllocationDialog({
  plan,
  entries,
  revision,
  onClose,
}: {
  readonly plan: Plan;
  readonly entries: readonly Entry[];
  readonly revision: number;
  readonly onClose: () => void;
}) {
  const drafting = plan.state === 'draft';
  const allocate = useWrite('strategy.setAllocations');
  const record = useWrite('strategy.recordActuals');
  const active = plan.priorities.filter(({ state }) => state === 'active');
  const { fields, set } = useFields({
    priority: active[0]?.ref ?? '',
    unit: null as ComboboxOption | null,
    people: emptyQuarters,
    revision,
  });
  const present = (priority: string, unit: string | undefined) =>
    quartersOf((quarter) => {
      const found = entries.find(
        (entry) => entry.priority === priority && entry.unit === unit && entry.quarter === quarter,
      );
      return (drafting ? found?.people : found?.actualPeople) ?? null;
    });
  const write = drafting ? allocate : record;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={drafting ? 'Allocate people' : 'Say what it took'}
      submit={drafting ? 'Allocate' : 'Record'}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => {
        const cells = fields.people.flatMap((people, index) =>
          people === null && !drafting
            ? []
            : [
                {
                  priority: fields.priority,
                  unit: fields.unit?.id ?? '',
                  quarter: index + 1,
                  people: people ?? 0,
                },
              ],
        );
        if (!drafting) {
          return record.mutateAsync({ params: { id: plan.ref }, body: { entries: cells } });
        }
        // Money that programs planned stays as it is.
        const kept = cells.map((cell) => ({
          ...cell,
          money:
            entries.find(
              ({ priority, unit, quarter }) =>
                priority === cell.priority && unit === cell.unit && quarter === cell.quarter,
            )?.money ?? 0,
        }));
        return allocate.mutateAsync({
          params: { id: plan.ref },
          body: { entries: kept },
          ifMatch: fields.revision,
        });
      }}
    >
      <Select
        label="Priority"
        required
        options={active.map(({ ref, title }) => ({ value: ref as string, label: title }))}
        value={fields.priority}
        onValueChange={(priority) => {
          set('priority')(priority);
          set('people')(present(priority, fields.unit?.id));
        }}
      />
      <EntityPicker
        label="Unit"
        kind="unit"
        required
        value={fields.unit}
        onValueChange={(unit) => {
          set('unit')(unit);
          set('people')(present(fields.priority, unit?.id));
        }}
      />
      <QuarterFields value={fields.people} onValueChange={set('people')} />
    </FormDialog>
  );
}
