import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** How a design meets an item. */
export const resultOptions = [
  { value: 'unchecked', label: 'Not checked' },
  { value: 'met', label: 'Met' },
  { value: 'unmet', label: 'Not met' },
  { value: 'not-applicable', label: 'Does not apply' },
] as const;

/** One item of a checklist, as the form holds it; `key` keeps its row while it is edited. */
export interface ChecklistRow {
  readonly key: string;
  readonly text: string;
  /** The design standard that it checks, by key. */
  readonly standard: string | null;
  readonly result: (typeof resultOptions)[number]['value'];
  readonly note: string;
}

/** Edits a checklist: each item with its result and a note. */
export function ChecklistField({
  value,
  onValueChange,
}: {
  readonly value: readonly ChecklistRow[];
  readonly onValueChange: (value: readonly ChecklistRow[]) => void;
}) {
  const groups = useRead('delivery.listDesignStandards', {}).data?.groups ?? [];
  const change = (key: string, part: Partial<ChecklistRow>) =>
    onValueChange(value.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="font-medium">Checklist</legend>
      {value.map((row, index) => (
        <div
          key={row.key}
          className="hairline-b grid gap-x-4 gap-y-2 pb-3 md:grid-cols-[1fr_10rem]"
        >
          <TextField
            label={`Item ${index + 1}`}
            required
            maxLength={300}
            value={row.text}
            onValueChange={(text) => change(row.key, { text })}
          />
          <Select
            label="Result"
            options={resultOptions}
            value={row.result}
            onValueChange={(result) => change(row.key, { result })}
          />
          <TextField
            label="Note"
            maxLength={2000}
            value={row.note}
            onValueChange={(note) => change(row.key, { note })}
          />
          <div className="flex items-end justify-end">
            <IconButton
              label={`Remove item ${index + 1}`}
              icon="trash"
              onClick={() => onValueChange(value.filter(({ key }) => key !== row.key))}
            />
          </div>
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {groups.map((group) => {
          const missing = group.standards.filter(
            ({ key }) => !value.some(({ standard }) => standard === key),
          );
          return (
            <Button
              key={group.key}
              size="sm"
              disabled={missing.length === 0}
              onClick={() =>
                onValueChange([
                  ...value,
                  ...missing.map(({ key, text }) => ({
                    key,
                    text,
                    standard: key,
                    result: 'unchecked' as const,
                    note: '',
                  })),
                ])
              }
            >
              Add “{group.title}”
            </Button>
          );
        })}
        <Button
          size="sm"
          icon="plus"
          onClick={() =>
            onValueChange([
              ...value,
              { key: crypto.randomUUID(), text: '', standard: null, result: 'unchecked', note: '' },
            ])
          }
        >
          Add an item
        </Button>
      </div>
    </fieldset>
  );
}
