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

/** Gives a priority people and money of a unit by quarter; of an adopted plan, says what it really took. */
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
    money: emptyQuarters,
    revision,
  });
  const entryOf = (priority: string, unit: string | undefined, quarter: number) =>
    entries.find(
      (entry) => entry.priority === priority && entry.unit === unit && entry.quarter === quarter,
    );
  const show = (priority: string, unit: string | undefined) => {
    const found = (quarter: number) => entryOf(priority, unit, quarter);
    set('people')(
      quartersOf((quarter) => found(quarter)?.[drafting ? 'people' : 'actualPeople'] ?? null),
    );
    set('money')(
      quartersOf((quarter) => found(quarter)?.[drafting ? 'money' : 'actualMoney'] ?? null),
    );
  };
  const write = drafting ? allocate : record;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={drafting ? 'Allocate people and money' : 'Say what it took'}
      submit={drafting ? 'Allocate' : 'Record'}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => {
        const unit = fields.unit?.id ?? '';
        const cells = fields.people.flatMap((people, index) => {
          const money = fields.money[index] ?? null;
          if (!drafting && people === null && money === null) return [];
          const cell = { priority: fields.priority, unit, quarter: index + 1 };
          return [{ cell, people, money }];
        });
        return drafting
          ? allocate.mutateAsync({
              params: { id: plan.ref },
              body: {
                entries: cells.map(({ cell, people, money }) => ({
                  ...cell,
                  people: people ?? 0,
                  money: money ?? 0,
                })),
              },
              ifMatch: fields.revision,
            })
          : record.mutateAsync({
              params: { id: plan.ref },
              body: {
                entries: cells.map(({ cell, people, money }) => ({
                  ...cell,
                  ...(people === null ? {} : { people }),
                  ...(money === null ? {} : { money }),
                })),
              },
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
          show(priority, fields.unit?.id);
        }}
      />
      <EntityPicker
        label="Unit"
        kind="unit"
        required
        value={fields.unit}
        onValueChange={(unit) => {
          set('unit')(unit);
          show(fields.priority, unit?.id);
        }}
      />
      <QuarterFields of="People" value={fields.people} onValueChange={set('people')} />
      <QuarterFields of="Money" value={fields.money} onValueChange={set('money')} />
    </FormDialog>
  );
}
