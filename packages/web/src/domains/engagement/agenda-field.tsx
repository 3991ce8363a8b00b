import { useCallback } from 'react';
import { call } from '../../api/call.ts';
import { kindOfReference, kindWords } from '../../api/entity-address.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Combobox, type ComboboxOption } from '../../ui/combobox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** An item of an agenda as the form holds it; `key` keeps its row while it is edited. */
export interface AgendaRow {
  readonly key: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly about: ComboboxOption | null;
  readonly shared: boolean;
}

const topics = ['feedback', 'decision', 'initiative', 'feature', 'launch'] as const;

/** The agenda as the operations take it. */
export function agendaBody(rows: readonly AgendaRow[]) {
  return rows.map(({ title, minutes, about, shared }) => ({
    title,
    minutes: minutes ?? 0,
    shared,
    ...(about ? { about: about.id } : {}),
  }));
}

/** Edits an agenda: titles in order, what each is about, what guests may read. */
export function AgendaField({
  value,
  onValueChange,
}: {
  readonly value: readonly AgendaRow[];
  readonly onValueChange: (value: readonly AgendaRow[]) => void;
}) {
  const change = (key: string, part: Partial<AgendaRow>) =>
    onValueChange(value.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const search = useCallback(async (query: string, signal: AbortSignal) => {
    const pages = await Promise.all(
      topics.map((kind) =>
        call('entities.listEntities', { query: { q: query, limit: 5, kind } }, signal),
      ),
    );
    return pages
      .flatMap(({ items }) => items)
      .map((item) => ({
        id: item.ref as string,
        label: item.title,
        detail: kindWords(kindOfReference(item.ref) ?? ''),
      }));
  }, []);
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="font-medium">Agenda</legend>
      {value.map((row, index) => (
        <div key={row.key} className="hairline-b grid gap-x-4 gap-y-2 pb-3 md:grid-cols-[1fr_8rem]">
          <TextField
            label={`Item ${index + 1}`}
            required
            maxLength={200}
            value={row.title}
            onValueChange={(title) => change(row.key, { title })}
          />
          <NumberField
            label="Minutes"
            min={0}
            max={600}
            decimals={0}
            value={row.minutes}
            onValueChange={(minutes) => change(row.key, { minutes })}
          />
          <Combobox
            label="About"
            placeholder="Type to search"
            search={search}
            value={row.about}
            onValueChange={(about) => change(row.key, { about })}
          />
          <div className="flex items-end justify-end">
            <IconButton
              label={`Remove item ${index + 1}`}
              icon="trash"
              onClick={() => onValueChange(value.filter(({ key }) => key !== row.key))}
            />
          </div>
          <Checkbox
            label="Guests read this title"
            checked={row.shared}
            onCheckedChange={(shared) => change(row.key, { shared })}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon="plus"
          onClick={() =>
            onValueChange([
              ...value,
              { key: crypto.randomUUID(), title: '', minutes: 15, about: null, shared: false },
            ])
          }
        >
          Add an item
        </Button>
      </div>
    </fieldset>
  );
}
