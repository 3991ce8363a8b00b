import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Status } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { amount } from './words.ts';

type Plan = OutputOf<OperationOf<'strategy.getPlan'>>;
type Allocations = OutputOf<OperationOf<'strategy.getAllocations'>>;
type Cut = Allocations['cuts'][number];
type Cell = Pick<Cut, 'priority' | 'unit' | 'quarter'>;

/** People and money in words; money only where there is some. */
const taken = ({ people, money }: { people: number; money: number }) =>
  money === 0 ? `${people} people` : `${people} people and ${amount(money, 'of money')}`;
const place = ({ priority, unit, quarter }: Cell) => `${priority} ${unit} ${quarter}`;

function CutDialog({
  cells,
  busy,
  error,
  onAdd,
  onClose,
}: {
  readonly cells: readonly { readonly value: string; readonly label: string }[];
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onAdd: (cut: {
    what: string;
    place: string;
    people: number;
    money: number;
  }) => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const { fields, set } = useFields({
    what: '',
    place: cells[0]?.value ?? '',
    people: emptiable(1),
    money: emptiable(0),
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Cut something"
      submit="Add"
      busy={busy}
      error={error}
      onSubmit={() =>
        onAdd({
          what: fields.what,
          place: fields.place,
          people: fields.people ?? 0,
          money: fields.money ?? 0,
        })
      }
    >
      <TextField
        label="What goes"
        required
        maxLength={200}
        value={fields.what}
        onValueChange={set('what')}
      />
      <Select
        label="Of which allocation"
        required
        options={cells}
        value={fields.place}
        onValueChange={set('place')}
      />
      <NumberField
        label="People"
        required
        min={0}
        decimals={2}
        value={fields.people}
        onValueChange={set('people')}
      />
      <NumberField
        label="Money"
        min={0}
        decimals={2}
        value={fields.money}
        onValueChange={set('money')}
      />
    </FormDialog>
  );
}

/** What a plan gives up so that it fits, in order: a person decides what. */
export function CutListSection({
  plan,
  allocations,
}: {
  readonly plan: Plan;
  readonly allocations: Allocations;
}) {
  const write = useWrite('strategy.setCutList');
  const [adding, setAdding] = useState(false);
  const { cuts, entries, revision, units } = allocations;
  const titleOf = (cell: Cell) => {
    const priority = plan.priorities.find(({ ref }) => ref === cell.priority)?.title ?? '';
    const unit = units.find((one) => one.unit.ref === cell.unit)?.unit.title ?? '';
    return `${priority}: ${unit} in Q${cell.quarter}`;
  };
  const open = cuts.filter(({ applied }) => !applied);
  const save = (next: readonly Omit<Cut, 'applied'>[]) =>
    write.mutateAsync({
      params: { id: plan.ref },
      body: {
        entries: next.map(({ what, priority, unit, quarter, people, money }) => ({
          what,
          priority,
          unit,
          quarter,
          people,
          money,
        })),
      },
      ifMatch: revision,
    });
  const change = (next: readonly Cut[]) => {
    // The problem is shown below the list.
    save(next).catch(() => undefined);
  };
  const drafting = plan.state === 'draft';
  return (
    <Section
      title="Cut list"
      actions={
        drafting &&
        entries.length > 0 && (
          <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
            Cut
          </Button>
        )
      }
    >
      {cuts.length === 0 ? (
        <p className="text-secondary">
          Nothing is given up. A plan that needs more than there is waits for what goes.
        </p>
      ) : (
        <ol className="flex flex-col gap-2">
          {cuts.map((cut, index) => {
            const at = open.indexOf(cut);
            return (
              <li
                key={`${index} ${place(cut)}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1"
              >
                <span className="figures text-tertiary">{index + 1}</span>
                <span className="font-medium">{cut.what}</span>
                <span className="text-secondary">
                  {taken(cut)} of {titleOf(cut)}
                </span>
                {cut.applied && <Status tone="done" word="Applied" plain />}
                {drafting && !cut.applied && (
                  <>
                    {at > 0 && (
                      <Button
                        size="sm"
                        disabled={write.isPending}
                        aria-label={`Move “${cut.what}” up`}
                        onClick={() => {
                          const rest = open.filter((other) => other !== cut);
                          change([...rest.slice(0, at - 1), cut, ...rest.slice(at - 1)]);
                        }}
                      >
                        Up
                      </Button>
                    )}
                    <Button
                      size="sm"
                      disabled={write.isPending}
                      aria-label={`Keep “${cut.what}”`}
                      onClick={() => change(open.filter((other) => other !== cut))}
                    >
                      Keep it
                    </Button>
                  </>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {write.error && !adding && <ErrorState problem={shownProblem(write.error)} compact />}
      {adding && (
        <CutDialog
          cells={entries
            .filter(({ people, money }) => people > 0 || money > 0)
            .map((entry) => ({
              value: place(entry),
              label: `${titleOf(entry)} (${taken(entry)})`,
            }))}
          busy={write.isPending}
          error={write.error}
          onClose={() => {
            write.reset();
            setAdding(false);
          }}
          onAdd={async ({ what, place: where, people, money }) => {
            const cell = entries.find((entry) => place(entry) === where);
            if (!cell) return;
            const { priority, unit, quarter } = cell;
            await save([...open, { what, priority, unit, quarter, people, money }]);
          }}
        />
      )}
    </Section>
  );
}
