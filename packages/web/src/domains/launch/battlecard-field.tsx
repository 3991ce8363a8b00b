import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Who may read a line. */
export const audienceOptions = [
  { value: 'internal', label: 'Internal' },
  { value: 'shareable', label: 'Shareable' },
] as const;

/** A line of a battlecard as the form holds it. */
export interface LineRow {
  readonly key: string;
  readonly text: string;
  readonly audience: (typeof audienceOptions)[number]['value'];
  readonly source: string;
  readonly on: string;
}

/** Edits a battlecard: what is said, who may read it, from where and of when it is. */
export function BattlecardField({
  value,
  onValueChange,
}: {
  readonly value: readonly LineRow[];
  readonly onValueChange: (value: readonly LineRow[]) => void;
}) {
  const change = (key: string, part: Partial<LineRow>) =>
    onValueChange(value.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="font-medium">Battlecard</legend>
      {value.map((row, index) => (
        <div key={row.key} className="hairline-b grid gap-x-4 gap-y-2 pb-3 md:grid-cols-2">
          <TextField
            label={`Line ${index + 1}`}
            required
            maxLength={1000}
            value={row.text}
            onValueChange={(text) => change(row.key, { text })}
          />
          <TextField
            label="Source"
            required
            maxLength={500}
            value={row.source}
            onValueChange={(source) => change(row.key, { source })}
          />
          <Select
            label="Who may read it"
            options={audienceOptions}
            value={row.audience}
            onValueChange={(audience) => change(row.key, { audience })}
          />
          <div className="flex items-end gap-2">
            <div className="grow">
              <DateField
                label="Of"
                required
                value={row.on}
                onValueChange={(on) => change(row.key, { on })}
              />
            </div>
            <IconButton
              label={`Remove line ${index + 1}`}
              icon="trash"
              onClick={() => onValueChange(value.filter(({ key }) => key !== row.key))}
            />
          </div>
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon="plus"
          onClick={() =>
            onValueChange([
              ...value,
              { key: crypto.randomUUID(), text: '', audience: 'internal', source: '', on: '' },
            ])
          }
        >
          Add a line
        </Button>
      </div>
    </fieldset>
  );
}
