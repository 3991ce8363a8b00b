import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Target, Variation } from './flag-types.ts';
import { variationName } from './variation-value.ts';

/** Keys, one on each line. */
export function KeysField({
  label,
  values,
  onChange,
}: {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}) {
  const [text, setText] = useState(() => values.join('\n'));
  return (
    <TextArea
      label={label}
      mono
      rows={2}
      hint={`One on each line; ${values.length} now.`}
      value={text}
      onValueChange={(next) => {
        setText(next);
        const lines = next.split('\n').map((line) => line.trim());
        onChange([...new Set(lines.filter((line) => line !== ''))]);
      }}
    />
  );
}

/** Contexts that are named one by one, and what they get whatever the rules say. */
export function TargetsEditor({
  targets,
  variations,
  onChange,
}: {
  readonly targets: readonly Target[];
  readonly variations: readonly Variation[];
  readonly onChange: (targets: Target[]) => void;
}) {
  const [keys, setKeys] = useState(() => targets.map(() => crypto.randomUUID()));
  const replace = (at: number, target: Target) =>
    onChange(targets.map((one, index) => (index === at ? target : one)));
  return (
    <div className="flex flex-col gap-3">
      {targets.map((target, at) => (
        <div
          key={keys[at] ?? at}
          role="group"
          aria-label={`List ${at + 1}`}
          className="grid items-start gap-2 sm:grid-cols-[8rem_1fr_14rem_auto]"
        >
          <TextField
            label="Context"
            mono
            value={target.contextKind}
            onValueChange={(contextKind) => replace(at, { ...target, contextKind })}
          />
          <KeysField
            label="Keys"
            values={target.values}
            onChange={(values) => replace(at, { ...target, values })}
          />
          <Select
            label="They get"
            value={String(target.variation)}
            options={variations.map((_, index) => ({
              value: String(index),
              label: variationName(variations, index),
            }))}
            onValueChange={(value) => replace(at, { ...target, variation: Number(value) })}
          />
          <span className="sm:pt-6">
            <IconButton
              label={`Remove list ${at + 1}`}
              icon="trash"
              onClick={() => {
                setKeys(keys.filter((_, index) => index !== at));
                onChange(targets.filter((_, index) => index !== at));
              }}
            />
          </span>
        </div>
      ))}
      {targets.length < 200 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() => {
              setKeys([...keys, crypto.randomUUID()]);
              onChange([...targets, { contextKind: 'user', variation: 0, values: [] }]);
            }}
          >
            Add list
          </Button>
        </div>
      )}
    </div>
  );
}
