import { cx } from './cx.ts';
import { formatAge, formatInstant, formatPlainDate } from './format-time.ts';
import { useTimeZone } from './time-zone.ts';
import { useNow } from './use-now.ts';

/** A calendar day, `YYYY-MM-DD`, which belongs to no zone. */
export function PlainDate({
  date,
  weekday = false,
}: {
  readonly date: string;
  readonly weekday?: boolean;
}) {
  return (
    <time dateTime={date} className="figures whitespace-nowrap">
      {formatPlainDate(date, weekday)}
    </time>
  );
}

/** A moment, ISO 8601, in the viewer's zone, which is named. */
export function Instant({
  at,
  seconds = false,
}: {
  readonly at: string;
  readonly seconds?: boolean;
}) {
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={zone} className="figures whitespace-nowrap">
      {formatInstant(at, zone, seconds)}
    </time>
  );
}

export interface AgeProps {
  /** ISO 8601. */
  readonly at: string;
  /** Seconds after which it counts as old: greyed, and said to be so. */
  readonly staleAfter?: number | undefined;
}

/** How long ago something was, or how long until it is. */
export function Age({ at, staleAfter }: AgeProps) {
  const now = useNow();
  const zone = useTimeZone();
  const { short, spoken } = formatAge(at, now);
  const stale = staleAfter !== undefined && now - Date.parse(at) > staleAfter * 1000;
  return (
    <time
      dateTime={at}
      title={formatInstant(at, zone)}
      className={cx('figures whitespace-nowrap', stale ? 'text-tertiary italic' : 'text-secondary')}
    >
      <span aria-hidden="true">{short}</span>
      <span className="sr-only">{stale ? `${spoken}, out of date` : spoken}</span>
      {stale && <span aria-hidden="true"> · old</span>}
    </time>
  );
}
