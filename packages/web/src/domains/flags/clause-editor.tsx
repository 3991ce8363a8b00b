import { useCallback, useState } from 'react';
import { call } from '../../api/call.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { MultiCombobox } from '../../ui/multi-combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readClauseValues, writeClauseValue } from './clause-values.ts';
import { operators, operatorWords, valueHint } from './clause-words.ts';
import type { Clause } from './flag-types.ts';

interface ClauseProps {
  readonly clause: Clause;
  readonly onChange: (clause: Clause) => void;
}

function Segments({
  clause,
  environment,
  onChange,
}: ClauseProps & { readonly environment: string }) {
  const search = useCallback(
    async (query: string, signal: AbortSignal) => {
      const { items } = await call('flags.listSegments', { params: { environment } }, signal);
      return items
        .filter(({ key, title }) => `${key} ${title}`.toLowerCase().includes(query.toLowerCase()))
        .slice(0, 20)
        .map(({ key, title }) => ({ id: key, label: key, detail: title }));
    },
    [environment],
  );
  return (
    <MultiCombobox
      label="Segments"
      hint="Any of them will do."
      search={search}
      value={clause.values
        .filter((value) => typeof value === 'string')
        .map((value) => ({ id: value, label: value }))}
      onValueChange={(chosen) => onChange({ ...clause, values: chosen.map(({ id }) => id) })}
    />
  );
}

function Values({ clause, onChange }: ClauseProps) {
  const { op, values } = clause;
  const [text, setText] = useState(() =>
    values.map((value) => writeClauseValue(op, value)).join('\n'),
  );
  const { fault } = readClauseValues(op, text);
  return (
    <TextArea
      label="Values"
      rows={2}
      mono
      hint={valueHint(op)}
      value={text}
      onValueChange={(next) => {
        setText(next);
        onChange({ ...clause, values: readClauseValues(op, next).values });
      }}
      error={fault ?? (text.trim() === '' ? 'A condition needs a value.' : undefined)}
    />
  );
}

/** One condition: whose attribute, how it is compared, with what. */
export function ClauseEditor({
  clause,
  environment,
  at,
  onChange,
  onRemove,
}: ClauseProps & {
  /** Where its segments are. */
  readonly environment: string;
  readonly at: number;
  readonly onRemove: () => void;
}) {
  const segments = clause.op === 'segmentMatch';
  return (
    <div
      role="group"
      aria-label={`Condition ${at + 1}`}
      className="grid items-start gap-2 border-l-2 border-line pl-3 sm:grid-cols-[8rem_10rem_13rem_1fr_auto]"
    >
      <TextField
        label="Context"
        mono
        value={clause.contextKind}
        onValueChange={(contextKind) => onChange({ ...clause, contextKind })}
        error={clause.contextKind === '' ? 'user, company, …' : undefined}
      />
      {segments ? (
        <span className="hidden sm:block" />
      ) : (
        <TextField
          label="Attribute"
          mono
          value={clause.attribute}
          onValueChange={(attribute) => onChange({ ...clause, attribute })}
          error={clause.attribute === '' ? 'country, /address/city, …' : undefined}
        />
      )}
      <div className="flex flex-col gap-1">
        <Select
          label="Comparison"
          value={clause.op}
          options={operators.map((op) => ({ value: op, label: operatorWords[op][0] }))}
          onValueChange={(op) => {
            const lines = clause.values.map((value) => writeClauseValue(clause.op, value));
            const { values } = readClauseValues(op, lines.join('\n'));
            const kept = op === 'segmentMatch' || segments ? [] : values;
            onChange({ ...clause, op, values: kept });
          }}
        />
        <Checkbox
          label="Not"
          checked={clause.negate}
          onCheckedChange={(negate) => onChange({ ...clause, negate })}
        />
      </div>
      {segments ? (
        <Segments clause={clause} environment={environment} onChange={onChange} />
      ) : (
        <Values key={clause.op} clause={clause} onChange={onChange} />
      )}
      <span className="sm:pt-6">
        <IconButton label={`Remove condition ${at + 1}`} icon="trash" onClick={onRemove} />
      </span>
    </div>
  );
}
