import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { keyFor } from './key-for.ts';
import { ListRows } from './list-rows.tsx';
import type { Cycle } from './rhythm-types.ts';
import { useChangeHeld, type Held } from './use-change-cycle.ts';

type Output = Held['outputs'][number];
type Row = Omit<Output, 'options'> & { readonly options: string };

const kinds = [
  { value: 'decision', label: 'Decision' },
  { value: 'action', label: 'Action' },
  { value: 'finding', label: 'Finding' },
  { value: 'waiver', label: 'Waiver' },
] as const;

const nothing = { value: '', label: 'None' };

/** Rows as outputs, new ones with a key made of their title. */
function outputsOf(rows: readonly Row[]): Output[] {
  const taken = new Set(rows.map(({ key }) => key).filter((key) => key !== ''));
  return rows.map(({ key: present, effect, carriesTo, options, ...rest }) => {
    const key = present || keyFor(rest.title, taken, 'output');
    taken.add(key);
    const lines = options.split('\n').flatMap((line) => line.trim() || []);
    return {
      ...rest,
      key,
      options: rest.kind === 'decision' ? lines : [],
      ...(rest.kind === 'decision' && effect ? { effect } : {}),
      ...(carriesTo ? { carriesTo } : {}),
    };
  });
}

/** Changes what the reviews of a copied cycle leave behind: decisions, actions, findings, waivers. */
export function CycleOutputsDialog({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  /** The key of the session that it is of; the cycle's own without it. */
  readonly session?: string | undefined;
  readonly onClose: () => void;
}) {
  const { held, title: of, fieldOf, saveHeld, busy, error } = useChangeHeld(cycle, session);
  const offered = useRead('decisions.listEffects', {});
  const cycles = useList('rhythm.listCycles', { query: {} });
  const [rows, setRows] = useState<Row[]>(() =>
    held.outputs.map((output) => ({ ...output, options: output.options.join('\n') })),
  );
  const effects = [
    nothing,
    ...(offered.data?.items ?? []).map(({ effect, label }) => ({ value: effect, label })),
  ];
  const known = new Set(effects.map(({ value }) => value));
  const others = [
    nothing,
    ...cycles.items
      .filter(({ ref }) => ref !== cycle.ref)
      .map(({ key, title }) => ({ value: key, label: title })),
  ];
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`${of}Change what it leaves behind`}
      description="What the room asks for before it is read back, and what becomes of it."
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() => saveHeld({ outputs: outputsOf(rows) })}
    >
      <ListRows<Row>
        label="Outputs"
        rows={rows}
        nameOf={({ title }, place) => title || `output ${place + 1}`}
        add={{
          label: 'Add an output',
          row: () => ({ key: '', title: '', kind: 'decision', options: '' }),
        }}
        empty="Its reviews leave nothing behind."
        onRowsChange={setRows}
      >
        {(row, place, change) => (
          <div className="grid gap-2 sm:grid-cols-2">
            <TextField
              label={`Title of output ${place + 1}`}
              required
              value={row.title}
              onValueChange={(title) => change({ ...row, title })}
              error={place === 0 ? faultOf(error, fieldOf('outputs')) : undefined}
            />
            <Select
              label={`Kind of output ${place + 1}`}
              options={kinds}
              value={row.kind}
              onValueChange={(kind) => change({ ...row, kind })}
            />
            <NumberField
              label={`At most, of output ${place + 1}`}
              hint="Empty: as many as there are."
              value={row.max ?? null}
              min={1}
              max={1000}
              decimals={0}
              onValueChange={(max) => {
                const { max: _, ...rest } = row;
                change(max === null ? rest : { ...rest, max });
              }}
            />
            <Select
              label={`Taken up by, of output ${place + 1}`}
              hint="The cycle whose next review it is put to."
              options={
                others.some(({ value }) => value === (row.carriesTo ?? ''))
                  ? others
                  : [...others, { value: row.carriesTo ?? '', label: row.carriesTo ?? '' }]
              }
              value={row.carriesTo ?? ''}
              onValueChange={(carriesTo) => change({ ...row, carriesTo })}
            />
            {row.kind === 'decision' && (
              <>
                <Select
                  label={`Effect of output ${place + 1}`}
                  hint="What a decision of this kind does once it is confirmed."
                  options={
                    known.has(row.effect ?? '')
                      ? effects
                      : [...effects, { value: row.effect ?? '', label: `${row.effect} (missing)` }]
                  }
                  value={row.effect ?? ''}
                  onValueChange={(effect) => change({ ...row, effect })}
                />
                <TextArea
                  label={`Options of output ${place + 1}`}
                  hint="One on a line; may be empty."
                  rows={3}
                  value={row.options}
                  onValueChange={(options) => change({ ...row, options })}
                />
              </>
            )}
          </div>
        )}
      </ListRows>
    </FormDialog>
  );
}
