import { memo } from 'react';
import { cx } from '../../../ui/cx.ts';
import { StatusShape } from '../../../ui/status-shape.tsx';
import type { StatusTone } from '../../../ui/status-tone.ts';
import type { Initiative } from './roadmap-types.ts';
import type { TimeAxis } from './time-axis.ts';
import { spanWords } from './use-roadmap.ts';
import { covered } from './windows.ts';

const looks = {
  green: ['on-track', 'border-on-track bg-on-track-soft text-on-track'],
  amber: ['at-risk', 'border-at-risk bg-at-risk-soft text-at-risk'],
  red: ['off-track', 'border-off-track bg-off-track-soft text-off-track'],
} as const;
const unjudged = ['unknown', 'border-control bg-not-started-soft text-not-started'] as const;

/** The word of a health. */
export function healthWord(health: Initiative['health']): string {
  return health === null ? 'not judged' : health;
}

/** The shape of a health. */
export function healthTone(health: Initiative['health']): StatusTone {
  return (health === null ? unjudged : looks[health])[0];
}

/** The id of an initiative's bar in the page. */
export function barId(ref: string): string {
  return `bar-${ref}`;
}

interface BarProps {
  readonly initiative: Initiative;
  readonly axis: TimeAxis;
  readonly selected: boolean;
  /** By how many days something that it needs comes too late: 0 where all is in time. */
  readonly late: number;
}

/** An initiative's bar. Drawn anew only when it changes. */
const TimelineBar = memo(function TimelineBar({ initiative, axis, selected, late }: BarProps) {
  const bar = covered(initiative);
  if (!bar) return null;
  const left = axis.xOf(bar.first);
  const width = axis.xOf(bar.last + 1) - left;
  const [tone, colours] = initiative.health === null ? unjudged : looks[initiative.health];
  const words = [
    initiative.title,
    initiative.ownerUnit?.title,
    initiative.stage.replaceAll('-', ' '),
    healthWord(initiative.health),
    spanWords(initiative),
    late > 0 ? `off track: what it needs ends ${late} days after it begins` : undefined,
  ].filter(Boolean);
  return (
    <div
      id={barId(initiative.ref)}
      role="option"
      aria-selected={selected}
      aria-label={words.join(', ')}
      title={words.join(' · ')}
      data-bar={initiative.ref}
      data-movable={initiative.mayChange || undefined}
      className={cx(
        'absolute top-1 z-[2] flex h-[26px] min-w-2 touch-none items-center overflow-hidden rounded-sm border text-xs select-none',
        colours,
        initiative.mayChange ? 'cursor-grab' : 'cursor-default',
        initiative.from === null && 'border-l-0 border-dashed',
        initiative.to === null && 'border-r-0 border-dashed',
        selected && 'outline-2 outline-accent',
      )}
      style={{ left: `calc(var(--label) + ${left}px)`, width }}
    >
      {initiative.mayChange && (
        <span data-grip="from" className="absolute inset-y-0 left-0 w-2 cursor-ew-resize" />
      )}
      <span className="flex min-w-0 items-center gap-1 px-2">
        <StatusShape tone={tone} />
        <span className="truncate">{initiative.title}</span>
      </span>
      {initiative.mayChange && (
        <span data-grip="to" className="absolute inset-y-0 right-0 w-2 cursor-ew-resize" />
      )}
    </div>
  );
});

export interface TimelineLaneProps {
  readonly initiatives: readonly Initiative[];
  readonly axis: TimeAxis;
  readonly top: number;
  /** The selected one, where it lies in this lane. */
  readonly selected: string | undefined;
  /** By how many days something that each needs comes too late. */
  readonly late: ReadonlyMap<string, number>;
  /** Whether its name stands at the left edge: a lane of several has none. */
  readonly named: boolean;
}

/** A lane of the timeline: a name at the left edge where it has one, its bars in time. */
export const TimelineLane = memo(function TimelineLane({
  initiatives,
  axis,
  top,
  selected,
  late,
  named,
}: TimelineLaneProps) {
  const marked = selected !== undefined;
  return (
    <div
      role="none"
      className={cx(
        'absolute left-0 flex h-[34px] w-full',
        named ? marked && 'bg-accent-soft' : 'border-b border-line',
      )}
      style={{ top }}
    >
      {named && (
        <span
          aria-hidden="true"
          className={cx(
            'sticky left-0 z-[4] flex w-(--label) shrink-0 items-center gap-1.5 border-r border-b border-line px-2 text-xs',
            marked ? 'bg-accent-soft' : 'bg-surface',
          )}
        >
          <span className="truncate">{initiatives[0]?.title}</span>
        </span>
      )}
      {initiatives.map((initiative) => (
        <TimelineBar
          key={initiative.ref}
          initiative={initiative}
          axis={axis}
          selected={initiative.ref === selected}
          late={late.get(initiative.ref) ?? 0}
        />
      ))}
    </div>
  );
});
