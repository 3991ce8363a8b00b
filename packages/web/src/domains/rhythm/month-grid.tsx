import { useRef, useState, type KeyboardEvent } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { cx } from '../../ui/cx.ts';
import { StatusShape } from '../../ui/status-shape.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { addDays, monthTitle, timeIn, weeksOf } from './month-days.ts';
import type { Calendar, ReviewRow } from './rhythm-types.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** What a review is called where its day is known: without the date that its title ends in. */
export function shortTitle(review: ReviewRow): string {
  return review.title.replace(/, \d{1,2} \w+ \d{4}$/, '');
}

/** What a review is called under the name of its cycle: what stands after the colon. */
function withinCycle(review: ReviewRow): string {
  return shortTitle(review).replace(/^[^:]*: /, '');
}

function Entry({ review, title }: { readonly review: ReviewRow; readonly title: string }) {
  const cancelled = review.state === 'cancelled';
  return (
    <li className="flex min-w-0 items-baseline gap-1 text-xs">
      <StatusShape tone={stateTone(review.state)} />
      <span className="figures text-secondary">{timeIn(review.startsAt, review.timeZone)}</span>
      <TextLink
        quiet
        href={entityAddress(review.ref)}
        className={cx('min-w-0 break-words', cancelled && 'line-through')}
      >
        {title}
        <span className="sr-only">, {stateWord(review.state)}</span>
      </TextLink>
    </li>
  );
}

/** A day's reviews; several of one cycle stand under its name. */
export function DayReviews({ reviews }: { readonly reviews: readonly ReviewRow[] }) {
  const cycles = [...Map.groupBy(reviews, ({ cycle }) => cycle.ref)];
  return cycles.map(([cycle, held]) => {
    const [first] = held;
    const several = held.length > 1;
    return (
      <div key={cycle} className="flex min-w-0 flex-col">
        {several && first && (
          <span className="text-xs font-medium break-words">{first.cycle.title}</span>
        )}
        <ul className="flex min-w-0 flex-col gap-1">
          {held.map((review) => (
            <Entry
              key={review.ref}
              review={review}
              title={several ? withinCycle(review) : shortTitle(review)}
            />
          ))}
        </ul>
      </div>
    );
  });
}

/** A day's planned changes of what services run on. */
export function DayChanges({ changes }: { readonly changes: Calendar['changes'] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="flex min-w-0 flex-col gap-1">
      {changes.map((change) => (
        <li key={change.ref} className="flex min-w-0 items-baseline gap-1 text-xs">
          <StatusShape tone={change.clashes.length > 0 ? 'at-risk' : stateTone(change.state)} />
          <TextLink quiet href={entityAddress(change.ref)} className="min-w-0 break-words">
            {change.title}
            <span className="sr-only">
              , {stateWord(change.state)}, planned change
              {change.clashes.length > 0 && `. ${change.clashes.join('. ')}`}
            </span>
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

/** The planned changes that fall on a day. */
export function changesOn(calendar: Calendar, day: string): Calendar['changes'] {
  return calendar.changes.filter(({ from, to }) => from <= day && day <= to);
}

/**
 * A month as a grid of days. Arrow keys move between days, Enter goes to the day's first review,
 * Page Up and Page Down turn the month.
 */
export function MonthGrid({
  month,
  calendar,
  onMonthChange,
}: {
  readonly month: string;
  readonly calendar: Calendar;
  readonly onMonthChange: (by: number) => void;
}) {
  const grid = useRef<HTMLDivElement>(null);
  const weeks = weeksOf(month);
  const inMonth = (day: string) => day.startsWith(month);
  const [focused, setFocused] = useState('');
  const present = inMonth(focused)
    ? focused
    : inMonth(calendar.today)
      ? calendar.today
      : `${month}-01`;
  const byDay = Map.groupBy(calendar.reviews, ({ date }) => date);
  const holidays = new Map(calendar.holidays.map(({ date, name }) => [date, name]));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { target } = event;
    const cell = target instanceof HTMLElement ? target.closest('[role="gridcell"]') : null;
    const own = cell === target;
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      onMonthChange(event.key === 'PageUp' ? -1 : 1);
      return;
    }
    if (!own) return;
    if (event.key === 'Enter') {
      cell?.querySelector('a')?.focus();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = addDays(present, step);
    if (!inMonth(next)) {
      onMonthChange(step < 0 ? -1 : 1);
      setFocused(next);
      return;
    }
    setFocused(next);
    grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };

  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label={monthTitle(month)}
      className="relative overflow-x-auto"
      onKeyDown={onKeyDown}
    >
      <div role="row" className="grid min-w-[44rem] grid-cols-7">
        {weekdays.map((name) => (
          <div
            key={name}
            role="columnheader"
            aria-label={name}
            className="px-2 py-1 text-xs font-medium text-secondary"
          >
            {name.slice(0, 3)}
          </div>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} role="row" className="grid min-w-[44rem] grid-cols-7">
          {week.map((day) => {
            const off = holidays.get(day);
            const reviews = byDay.get(day) ?? [];
            const isToday = day === calendar.today;
            return (
              <div
                key={day}
                role="gridcell"
                data-day={day}
                tabIndex={day === present ? 0 : -1}
                aria-current={isToday ? 'date' : undefined}
                onFocus={(event) => event.target === event.currentTarget && setFocused(day)}
                className={cx(
                  'flex min-h-24 min-w-0 flex-col gap-1 border border-line p-1',
                  inMonth(day) ? 'bg-surface' : 'bg-sunken',
                  isToday && 'border-t-2 border-t-accent',
                )}
              >
                <span className="flex flex-wrap gap-x-2 text-xs text-secondary">
                  <time dateTime={day} className="figures">
                    {Number(day.slice(8))}
                  </time>
                  {off !== undefined && <span>{off}</span>}
                </span>
                <DayReviews reviews={reviews} />
                <DayChanges changes={changesOn(calendar, day)} />
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
