import type { FlagConfiguration } from '@throughline/contract';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { variationName } from './variation-value.ts';

type Prerequisite = FlagConfiguration['prerequisites'][number];

async function searchFlags(query: string, signal: AbortSignal) {
  const input = { query: { q: query, state: 'active' as const, limit: 20 } };
  const { items } = await call('flags.listFlags', input, signal);
  return items.map(({ key, title }) => ({ id: key, label: key, detail: title }));
}

function Row({
  prerequisite,
  at,
  onChange,
  onRemove,
}: {
  readonly prerequisite: Prerequisite;
  readonly at: number;
  readonly onChange: (prerequisite: Prerequisite) => void;
  readonly onRemove: () => void;
}) {
  const { key, variation } = prerequisite;
  const found = useList('flags.listFlags', { query: { q: key } }, { enabled: key !== '' });
  const ref = found.items.find((flag) => flag.key === key)?.ref;
  const flag = useRead(
    'flags.getFlag',
    { params: { id: ref ?? '' } },
    { enabled: ref !== undefined },
  );
  const variations = (key !== '' && flag.data?.key === key && flag.data.variations) || [];
  return (
    <div
      role="group"
      aria-label={`Prerequisite ${at + 1}`}
      className="grid items-start gap-2 sm:grid-cols-[20rem_14rem_auto]"
    >
      <Combobox
        label="The flag"
        placeholder="Type a part of its key"
        search={searchFlags}
        value={key === '' ? null : { id: key, label: key }}
        onValueChange={(chosen) => onChange({ key: chosen?.id ?? '', variation: 0 })}
      />
      <Select
        label="serves"
        value={String(variation)}
        options={
          variations.length === 0
            ? [{ value: String(variation), label: `variation ${variation + 1}` }]
            : variations.map((_, index) => ({
                value: String(index),
                label: variationName(variations, index),
              }))
        }
        onValueChange={(value) => onChange({ key, variation: Number(value) })}
      />
      <span className="sm:pt-6">
        <IconButton label={`Remove prerequisite ${at + 1}`} icon="trash" onClick={onRemove} />
      </span>
    </div>
  );
}

/** Flags that must serve something before this one serves anything but its off variation. */
export function PrerequisitesEditor({
  prerequisites,
  onChange,
}: {
  readonly prerequisites: readonly Prerequisite[];
  readonly onChange: (prerequisites: Prerequisite[]) => void;
}) {
  const [keys, setKeys] = useState(() => prerequisites.map(() => crypto.randomUUID()));
  return (
    <div className="flex flex-col gap-3">
      {prerequisites.map((prerequisite, at) => (
        <Row
          key={keys[at] ?? at}
          prerequisite={prerequisite}
          at={at}
          onChange={(next) =>
            onChange(prerequisites.map((one, index) => (index === at ? next : one)))
          }
          onRemove={() => {
            setKeys(keys.filter((_, index) => index !== at));
            onChange(prerequisites.filter((_, index) => index !== at));
          }}
        />
      ))}
      {prerequisites.length < 20 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() => {
              setKeys([...keys, crypto.randomUUID()]);
              onChange([...prerequisites, { key: '', variation: 0 }]);
            }}
          >
            Add prerequisite
          </Button>
        </div>
      )}
    </div>
  );
}
