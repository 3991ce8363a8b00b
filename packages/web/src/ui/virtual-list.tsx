import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

export interface VirtualListProps<Entry> {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly entryKey: (entry: Entry) => string;
  readonly render: (entry: Entry, index: number) => ReactNode;
  /** The likely height of an entry in px; the real one is measured. */
  readonly estimate?: number | undefined;
  /** Height of the list in px. */
  readonly height: number;
}

/** A long list in a frame of its own; only what is in view is in the page. */
export function VirtualList<Entry>({
  label,
  entries,
  entryKey,
  render,
  estimate = 34,
  height,
}: VirtualListProps<Entry>) {
  const frame = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => frame.current,
    estimateSize: () => estimate,
    overscan: 8,
    getItemKey: (index) => {
      const entry = entries[index];
      return entry === undefined ? index : entryKey(entry);
    },
  });
  return (
    <div
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={label}
      className="overflow-y-auto rounded-sm border border-line bg-surface -outline-offset-2"
      style={{ height }}
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={entries.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {entry !== undefined && render(entry, item.index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
