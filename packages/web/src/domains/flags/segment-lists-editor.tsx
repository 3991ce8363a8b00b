import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Segment } from './flag-types.ts';
import { KeysField } from './targets-editor.tsx';

type Lists = Segment['included'];

/** Contexts named one by one, a list for each kind. */
export function SegmentListsEditor({
  noun,
  lists,
  onChange,
}: {
  /** “Included” or “Excluded”: tells the groups apart when they are read aloud. */
  readonly noun: string;
  readonly lists: Lists;
  readonly onChange: (lists: Lists) => void;
}) {
  const [keys, setKeys] = useState(() => lists.map(() => crypto.randomUUID()));
  return (
    <div className="flex flex-col gap-3">
      {lists.map((list, at) => (
        <div
          key={keys[at] ?? at}
          role="group"
          aria-label={`${noun}, list ${at + 1}`}
          className="grid items-start gap-2 sm:grid-cols-[10rem_1fr_auto]"
        >
          <TextField
            label="Context"
            mono
            value={list.contextKind}
            onValueChange={(contextKind) =>
              onChange(lists.map((one, index) => (index === at ? { ...one, contextKind } : one)))
            }
          />
          <KeysField
            label="Keys"
            values={list.values}
            onChange={(values) =>
              onChange(lists.map((one, index) => (index === at ? { ...one, values } : one)))
            }
          />
          <span className="sm:pt-6">
            <IconButton
              label={`Remove list ${at + 1}`}
              icon="trash"
              onClick={() => {
                setKeys(keys.filter((_, index) => index !== at));
                onChange(lists.filter((_, index) => index !== at));
              }}
            />
          </span>
        </div>
      ))}
      {lists.length < 20 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() => {
              setKeys([...keys, crypto.randomUUID()]);
              onChange([...lists, { contextKind: 'user', values: [] }]);
            }}
          >
            Add list
          </Button>
        </div>
      )}
    </div>
  );
}
