import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useSearch } from '../ui/use-search.ts';
import { useActionList } from './action-context.ts';
import { findActions } from './actions.ts';
import {
  paletteEntries,
  whereEntry,
  type PaletteEntry,
  type PaletteResult,
} from './palette-entry.ts';

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Asks the server for entities; must be stable between renders. */
  readonly search: (query: string, signal: AbortSignal) => Promise<readonly PaletteResult[]>;
  readonly go: (href: string) => void;
}

function Entry({
  entry,
  id,
  active,
  onPoint,
  onTake,
}: {
  readonly entry: PaletteEntry;
  readonly id: string;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={cx('popup-option', active && 'bg-accent-soft')}
      onPointerMove={onPoint}
      onClick={onTake}
    >
      <span className="min-w-0 grow truncate">{entry.title}</span>
      {entry.detail !== undefined && (
        <span className="shrink-0 text-xs text-tertiary">{entry.detail}</span>
      )}
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </div>
  );
}

function Panel({ onOpenChange, search, go }: Omit<CommandPaletteProps, 'open'>) {
  const id = useId();
  const actions = useActionList();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [position, setPosition] = useState(0);
  const text = query.trim();
  const found = useSearch(text, search, text.length > 1);

  const entries = useMemo(
    () => [
      ...whereEntry(text, go),
      ...paletteEntries(findActions(actions, text), text.length > 1 ? found.found : [], go),
    ],
    [actions, text, found.found, go],
  );
  const active = Math.min(position, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, entries]);

  const take = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onOpenChange(false);
    entry.take();
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = entries.length - 1;
    if (event.key === 'ArrowDown') setPosition(active >= last ? 0 : active + 1);
    else if (event.key === 'ArrowUp') setPosition(active <= 0 ? last : active - 1);
    else if (event.key === 'Enter') take(entries[active]);
    else return;
    event.preventDefault();
  };

  const sections = [...new Set(entries.map((entry) => entry.section))];
  const remark = found.failed
    ? 'The search failed; actions still work.'
    : found.searching && text.length > 1
      ? 'Searching…'
      : entries.length === 0
        ? 'Nothing matches.'
        : `${entries.length} to choose from`;

  return (
    <>
      <div className="hairline-b flex items-center gap-2 px-3">
        <span className="text-tertiary">
          <Icon name="search" />
        </span>
        <input
          type="text"
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Search or run a command"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setPosition(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent text-md outline-none"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Results and actions"
        className="max-h-[min(24rem,60vh)] overflow-y-auto p-1"
      >
        {sections.map((section) => (
          <div key={section} role="group" aria-label={section}>
            <p aria-hidden="true" className="px-2 pt-2 pb-1 text-xs text-tertiary">
              {section}
            </p>
            {entries.map(
              (entry, index) =>
                entry.section === section && (
                  <Entry
                    key={entry.id}
                    entry={entry}
                    id={`${id}-${index}`}
                    active={index === active}
                    onPoint={() => setPosition(index)}
                    onTake={() => take(entry)}
                  />
                ),
            )}
          </div>
        ))}
      </div>
      <p role="status" className="border-t border-line bg-paper px-3 py-1.5 text-xs text-tertiary">
        {remark}
      </p>
    </>
  );
}

/** ⌘K: everything that can be done, and every entity that may be seen. */
export function CommandPalette({ open, onOpenChange, search, go }: CommandPaletteProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Commands and search" bare>
      <Panel onOpenChange={onOpenChange} search={search} go={go} />
    </Dialog>
  );
}
