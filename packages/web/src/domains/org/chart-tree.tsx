import type { OperationOf, OutputOf } from '@throughline/contract';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { Icon } from '../../ui/icon.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { card, chartKey, chartLayout, type Placed } from './chart-layout.ts';

type Unit = OutputOf<OperationOf<'org.getChart'>>['units'][number];

/** The head of a unit in words: a name, a vacancy, or nothing where it has no such post. */
function headOf(unit: Unit): string | undefined {
  const head = unit.posts.find((post) => post.head);
  return head && (head.person?.name ?? 'Vacant');
}

function Card({
  place,
  expanded,
  focusable,
  onKeyDown,
  onFocus,
}: {
  readonly place: Placed<Unit>;
  readonly expanded: boolean | undefined;
  readonly focusable: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
}) {
  const { unit, x, y } = place;
  const head = headOf(unit);
  return (
    <a
      id={`chart-${unit.ref}`}
      role="treeitem"
      href={entityAddress(unit.ref)}
      aria-level={place.level}
      aria-posinset={place.position}
      aria-setsize={place.siblings}
      aria-expanded={expanded}
      tabIndex={focusable ? 0 : -1}
      draggable={false}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="absolute flex flex-col justify-between rounded-sm border border-control bg-surface px-3 py-2 hover:border-accent"
      style={{ left: x, top: y, width: card.width, height: card.height }}
    >
      <span className="truncate font-medium" title={unit.name}>
        {unit.name}
        <span className="sr-only">, {unit.level}, </span>
      </span>
      <span className="flex items-center gap-2 text-xs text-secondary">
        {head === 'Vacant' ? (
          <span className="flex items-center gap-1 text-at-risk">
            <StatusShape tone="at-risk" /> Head vacant
          </span>
        ) : (
          <span className="truncate">
            <span className="sr-only">head: </span>
            {head ?? 'No head post'}
          </span>
        )}
        <span className="figures ml-auto whitespace-nowrap">
          {unit.vacancies > 0 && <span className="text-at-risk">{unit.vacancies} vacant · </span>}
          {unit.peopleBelow} {unit.peopleBelow === 1 ? 'person' : 'people'}
        </span>
      </span>
    </a>
  );
}

function lineTo(from: Placed<Unit>, to: Placed<Unit>): string {
  const start = from.x + card.width;
  const middle = (start + to.x) / 2;
  return `M${start} ${from.y + card.height / 2}H${middle}V${to.y + card.height / 2}H${to.x}`;
}

/** The chart as a tree from left to right: arrow keys walk it, a drag or a scroll pans it. */
export function ChartTree({
  units,
  collapsed,
  onToggle,
  scale,
}: {
  readonly units: readonly Unit[];
  readonly collapsed: ReadonlySet<string>;
  readonly onToggle: (ref: string) => void;
  /** 1 is life size. */
  readonly scale: number;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const { placed, width, height } = chartLayout(units, collapsed);
  const byRef = new Map(placed.map((place) => [place.unit.ref as string, place]));
  const [focus, setFocus] = useState<string>();
  const present = focus !== undefined && byRef.has(focus) ? focus : placed[0]?.unit.ref;

  const onKeyDown = (event: KeyboardEvent, from: string) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act = chartKey(placed, from, event.key, collapsed);
    if (!act) return;
    event.preventDefault();
    if ('toggle' in act) onToggle(act.toggle);
    else document.getElementById(`chart-${act.to}`)?.focus();
  };
  const pan = (event: PointerEvent) => {
    if (drag.current === undefined || frame.current === null) return;
    frame.current.scrollBy(drag.current.x - event.clientX, drag.current.y - event.clientY);
    drag.current = { x: event.clientX, y: event.clientY };
  };

  return (
    <div
      ref={frame}
      className="relative max-h-[75vh] cursor-grab overflow-auto rounded-sm border border-line bg-sunken p-4"
      onPointerDown={(event) => {
        if (event.pointerType !== 'mouse' || (event.target as Element).closest('a, button')) return;
        drag.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={pan}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
    >
      <div style={{ width: (width + 24) * scale, height: height * scale }}>
        <div
          className="relative"
          style={{ width, height, transform: `scale(${scale})`, transformOrigin: '0 0' }}
        >
          <svg aria-hidden="true" className="absolute inset-0" width={width} height={height}>
            {placed.map((place) => {
              const parent = byRef.get(place.unit.parent ?? '');
              return parent === undefined ? null : (
                <path
                  key={place.unit.ref}
                  d={lineTo(parent, place)}
                  fill="none"
                  className="stroke-control"
                />
              );
            })}
          </svg>
          <div role="tree" aria-label="Organisation chart" className="absolute inset-0">
            {placed.map((place) => (
              <Card
                key={place.unit.ref}
                place={place}
                expanded={place.below > 0 ? !collapsed.has(place.unit.ref) : undefined}
                focusable={place.unit.ref === present}
                onKeyDown={(event) => onKeyDown(event, place.unit.ref)}
                onFocus={() => setFocus(place.unit.ref)}
              />
            ))}
          </div>
          {/* For the pointer: by keyboard the arrows open and close. */}
          <div aria-hidden="true">
            {placed.map((place) =>
              place.below === 0 ? null : (
                <button
                  key={place.unit.ref}
                  type="button"
                  tabIndex={-1}
                  className="absolute flex size-6 items-center justify-center rounded-sm border border-control bg-surface text-secondary hover:text-ink"
                  style={{ left: place.x + card.width - 12, top: place.y + card.height / 2 - 12 }}
                  onClick={() => onToggle(place.unit.ref)}
                >
                  <Icon
                    name={collapsed.has(place.unit.ref) ? 'chevron-right' : 'chevron-left'}
                    size={14}
                  />
                </button>
              ),
            )}
          </div>
        </div>
      </div>
    </div>
  );
}
