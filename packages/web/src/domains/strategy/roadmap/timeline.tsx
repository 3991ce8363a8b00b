import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useState, type KeyboardEvent, type RefObject } from 'react';
import { entityAddress } from '../../../api/entity-address.ts';
import { connectorsOf } from './connectors.ts';
import { dayNumber } from './days.ts';
import type { DragStore } from './drag-store.ts';
import type { RoadmapRow } from './roadmap-rows.ts';
import type { Initiative, Span } from './roadmap-types.ts';
import { startBarDrag } from './start-drag.ts';
import type { TimeAxis } from './time-axis.ts';
import { barId, TimelineLane } from './timeline-bar.tsx';
import { AxisHead, ConnectorLayer, TimelineGround } from './timeline-ground.tsx';
import { timelineKey } from './timeline-keys.ts';
import type { Move } from './use-roadmap.ts';
import { shifted } from './windows.ts';

const rowHeight = 34;
const headHeight = 48;

export interface TimelineProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly rows: readonly RoadmapRow[];
  readonly axis: TimeAxis;
  readonly today: string;
  readonly store: DragStore;
  readonly move: Move;
  /** Whether lanes hold several bars, and so have no names at the left edge. */
  readonly packed: boolean;
  readonly selected: string | undefined;
  readonly onSelect: (ref: string) => void;
  /** What a window of an initiative would break, in words. */
  readonly broken: (initiative: Initiative, span: Span) => readonly string[];
}

/** Initiatives as bars in time. Only the rows in view are in the page. */
export function Timeline(props: TimelineProps) {
  const { frame, rows, axis, today, store, move, packed, selected, onSelect, broken } = props;
  const navigate = useNavigate();
  const [says, setSays] = useState('');
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    overscan: packed ? 3 : 10,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  useLayoutEffect(() => {
    if (frame.current) frame.current.scrollLeft = Math.max(0, axis.xOf(dayNumber(today)) - 120);
  }, [frame, axis, today]);

  const connectors = useMemo(() => connectorsOf(rows, axis, rowHeight), [rows, axis]);
  const late = useMemo(
    () =>
      new Map(
        connectors
          .toSorted((one, other) => one.late - other.late)
          .map(({ key, late: days }) => [key.slice(key.indexOf(' ') + 1), days]),
      ),
    [connectors],
  );
  const bars = useMemo(
    () =>
      rows.flatMap((row, index) =>
        row.kind === 'lane' ? row.initiatives.map((initiative) => ({ index, initiative })) : [],
      ),
    [rows],
  );
  const position = bars.findIndex(({ initiative }) => initiative.ref === selected);

  const initiativeOf = (ref: string | undefined) =>
    bars.find(({ initiative }) => initiative.ref === ref)?.initiative;

  const reach = (next: number) => {
    const bar = bars[Math.max(0, Math.min(next, bars.length - 1))];
    if (!bar) return;
    onSelect(bar.initiative.ref);
    virtualizer.scrollToIndex(bar.index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const meaning = timelineKey(event);
    if (!meaning) return;
    event.preventDefault();
    event.stopPropagation();
    if (meaning.act === 'select') return reach(position < 0 ? 0 : position + meaning.rows);
    const initiative = bars[position]?.initiative;
    if (!initiative) return undefined;
    if (meaning.act === 'open') return void navigate({ to: entityAddress(initiative.ref) });
    if (!initiative.mayChange) {
      return setSays(`You may not move “${initiative.title}”: its unit’s contributors do.`);
    }
    const span = shifted(initiative, meaning.grip, meaning.days);
    move(initiative.ref, span, { soon: true });
    return setSays(broken(initiative, span).join(' '));
  };

  const onPointerDown = (event: React.PointerEvent) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const bar = event.target.closest<HTMLElement>('[data-bar]');
    const initiative = initiativeOf(bar?.dataset['bar']);
    if (!bar || !initiative || !frame.current) return;
    onSelect(initiative.ref);
    if (!initiative.mayChange) return;
    const grip = event.target.closest<HTMLElement>('[data-grip]')?.dataset['grip'];
    startBarDrag(
      event.nativeEvent,
      bar,
      grip === 'from' || grip === 'to' ? grip : 'move',
      initiative,
      {
        store,
        axis,
        frame: frame.current,
        broken: (span) => broken(initiative, span),
        onDrop: (span) => {
          move(initiative.ref, span);
          setSays(broken(initiative, span).join(' '));
        },
      },
    );
  };

  const items = virtualizer.getVirtualItems();
  const height = virtualizer.getTotalSize();
  const place = bars[position]?.index;
  const inView = items.some(({ index }) => index === place);
  return (
    <>
      <div
        ref={frame}
        role="listbox"
        tabIndex={0}
        aria-label="Roadmap: arrows select, Shift and arrows move, Alt and arrows resize, Enter opens"
        aria-activedescendant={selected && inView ? barId(selected) : undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onDoubleClick={(event) => {
          const bar = event.target instanceof Element && event.target.closest('[data-bar]');
          const ref = bar instanceof HTMLElement ? bar.dataset['bar'] : undefined;
          if (ref) void navigate({ to: entityAddress(ref) });
        }}
        className="relative isolate max-h-[max(20rem,calc(100dvh-19rem))] overflow-auto overscroll-contain rounded-sm border border-line bg-surface -outline-offset-2 [--label:120px] sm:[--label:240px] data-packed:[--label:0px]"
        data-packed={packed || undefined}
      >
        <div
          role="none"
          className="relative"
          style={{ width: `calc(var(--label) + ${axis.width}px)`, height }}
        >
          <AxisHead axis={axis} named={!packed} />
          <TimelineGround axis={axis} today={today} />
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            if (row?.kind === 'lane') {
              return (
                <TimelineLane
                  key={key}
                  initiatives={row.initiatives}
                  axis={axis}
                  top={start}
                  selected={index === place ? selected : undefined}
                  late={late}
                  named={!packed}
                />
              );
            }
            return (
              row && (
                <div
                  key={key}
                  aria-hidden="true"
                  className="absolute left-0 z-[1] h-[34px] w-full border-b border-line bg-sunken"
                  style={{ top: start }}
                >
                  <span className="sticky left-0 z-[5] inline-flex h-full max-w-[60vw] items-center gap-2 px-2 font-semibold">
                    <span className="truncate first-letter:uppercase">{row.label}</span>
                    <span className="figures text-xs font-normal text-tertiary">{row.count}</span>
                  </span>
                </div>
              )
            );
          })}
          <ConnectorLayer
            connectors={connectors}
            first={items[0]?.index ?? 0}
            last={items.at(-1)?.index ?? 0}
            width={axis.width}
            height={height - headHeight}
          />
        </div>
      </div>
      <p role="status" className="text-xs text-off-track empty:hidden">
        {says}
      </p>
    </>
  );
}
