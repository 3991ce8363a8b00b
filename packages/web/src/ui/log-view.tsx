import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

export interface LogLine {
  /** Its place in the log; never changes. */
  readonly sequence: number;
  readonly text: string;
  /** Errors are marked by a bar and a word, not by colour alone. */
  readonly stream?: 'out' | 'error' | 'note' | undefined;
  /** As it should be read: `09:05:12.3`. */
  readonly time?: string | undefined;
}

export interface LogViewProps {
  readonly label: string;
  /** Append only. */
  readonly lines: readonly LogLine[];
  /** More is expected. */
  readonly live?: boolean | undefined;
  readonly height?: number | undefined;
}

/** A log that grows at its end. It follows the tail until one scrolls up, and again on request. */
export function LogView({ label, lines, live = false, height = 280 }: LogViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 18,
    overscan: 20,
    getItemKey: (index) => lines[index]?.sequence ?? index,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1);
  }, [following, lines.length, virtualizer]);
  return (
    <div className="overflow-hidden rounded-sm border border-line">
      <div className="hairline-b flex min-h-8 items-center justify-between gap-3 bg-paper px-3 text-xs">
        <span className="text-secondary">
          {label} <span className="figures text-tertiary">{lines.length} lines</span>
        </span>
        {following ? (
          <span className="text-tertiary">{live ? 'Following' : 'Ended'}</span>
        ) : (
          <Button size="sm" tone="quiet" icon="arrow-down" onClick={() => setFollowing(true)}>
            Follow
          </Button>
        )}
      </div>
      <div
        ref={frame}
        tabIndex={0}
        role="log"
        aria-label={label}
        aria-live="off"
        className="overflow-auto bg-sunken font-mono text-xs leading-[18px] -outline-offset-2"
        style={{ height }}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < 24);
        }}
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={cx(
                  'absolute inset-x-0 top-0 flex gap-3 border-l-2 px-3',
                  line.stream === 'error' ? 'border-off-track' : 'border-transparent',
                  line.stream === 'note' && 'text-tertiary',
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {line.time !== undefined && (
                  <span className="shrink-0 text-tertiary select-none">{line.time}</span>
                )}
                <span className="min-w-0 break-all whitespace-pre-wrap">
                  {line.stream === 'error' && <span className="sr-only">error: </span>}
                  {line.text}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
