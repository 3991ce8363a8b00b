import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { PlainDate } from '../../ui/time.tsx';
import { addDays, addMonths, monthTitle, weeksOf } from './month-days.ts';

/** What a year shows of one day. */
export interface YearDay {
  /** How many reviews are held. */
  readonly reviews: number;
  /** How many packs are sent out to be read. */
  readonly preReads: number;
  /** Whether something stands in the way of one. */
  readonly conflict: boolean;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};
const spoken = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function labelOf(day: string, { reviews, preReads, conflict }: YearDay): string {
  const said = [
    ...(reviews > 0 ? [counted(reviews, 'review')] : []),
    ...(preReads > 0 ? [counted(preReads, 'pre-read')] : []),
    ...(conflict ? ['a conflict'] : []),
  ];
  return `${spoken.format(new Date(`${day}T00:00:00Z`))}: ${said.join(', ')}`;
}

/** The months from one to another, both included. */
function monthsBetween(from: string, to: string): string[] {
  const months = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = addMonths(month, 1)) {
    months.push(month);
  }
  return months;
}

/** What the marks of a year mean. */
function Legend({ conflicts }: { readonly conflicts: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-secondary">
      <li>
        <span className="rounded-sm bg-accent-soft px-1 font-semibold text-ink">8</span> a review
      </li>
      <li>
        <span className="border-b-2 border-dotted border-ink px-1">8</span> a pre-read
      </li>
      {conflicts && (
        <li>
          <span aria-hidden="true" className="text-at-risk">
            ▲
          </span>{' '}
          something in the way
        </li>
      )}
      <li>
        <span className="px-1 text-tertiary line-through">8</span> a day off
      </li>
    </ul>
  );
}

/**
 * A year as its small months. Days that have something on them are buttons under one tab stop: arrow
 * keys go to the next of them that way, and what the chosen day holds stands beside the months.
 */
export function YearMonths({
  from,
  to,
  today,
  days,
  holidays,
  children,
}: {
  readonly from: string;
  readonly to: string;
  readonly today: string;
  readonly days: ReadonlyMap<string, YearDay>;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  /** What the chosen day holds. */
  readonly children: (day: string) => ReactNode;
}) {
  const months = useRef<HTMLDivElement>(null);
  const off = new Map(holidays.map(({ date, name }) => [date, name]));
  const marked = [...days.keys()].toSorted();
  const first =
    marked.find((day) => day >= today && (days.get(day)?.reviews ?? 0) > 0) ?? marked[0] ?? '';
  const [asked, setAsked] = useState('');
  const chosen = days.has(asked) ? asked : first;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = steps[event.key];
    if (step === undefined || chosen === '') return;
    event.preventDefault();
    const target = addDays(chosen, step);
    const next =
      step > 0 ? marked.find((day) => day >= target) : marked.findLast((day) => day <= target);
    if (next === undefined) return;
    setAsked(next);
    months.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };

  return (
    <div className="flex flex-col gap-4">
      <Legend conflicts={[...days.values()].some(({ conflict }) => conflict)} />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
        <div
          ref={months}
          role="group"
          aria-label="Days of the year"
          className="grid grid-cols-[repeat(auto-fill,minmax(15.5rem,1fr))] items-start gap-x-6 gap-y-5"
          onKeyDown={onKeyDown}
        >
          {monthsBetween(from, to).map((month) => (
            <table key={month} className="figures w-full table-fixed text-center text-xs">
              <caption className="pb-1 text-left text-sm font-semibold">
                {monthTitle(month)}
              </caption>
              <thead>
                <tr>
                  {weekdays.map((name) => (
                    <th key={name} scope="col" className="font-normal text-tertiary">
                      <span aria-hidden="true">{name.slice(0, 1)}</span>
                      <span className="sr-only">{name}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {weeksOf(month).map((week) => (
                  <tr key={week[0]}>
                    {week.map((day) => (
                      <td key={day} className="h-7 p-0">
                        {day.startsWith(month) && day >= from && day <= to && (
                          <DayCell
                            day={day}
                            mark={days.get(day)}
                            off={off.get(day)}
                            isToday={day === today}
                            chosen={day === chosen}
                            onChoose={() => setAsked(day)}
                          />
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
        {chosen !== '' && (
          <section
            aria-label="The chosen day"
            aria-live="polite"
            className="flex flex-col gap-2 border-t-2 border-accent pt-2 lg:sticky lg:top-4"
          >
            <h3 className="text-md font-semibold">
              <PlainDate date={chosen} weekday />
            </h3>
            {off.has(chosen) && <p className="text-secondary">{off.get(chosen)} (day off)</p>}
            {children(chosen)}
          </section>
        )}
      </div>
    </div>
  );
}

function DayCell({
  day,
  mark,
  off,
  isToday,
  chosen,
  onChoose,
}: {
  readonly day: string;
  readonly mark: YearDay | undefined;
  readonly off: string | undefined;
  readonly isToday: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const number = Number(day.slice(8));
  const look = cx(isToday && 'outline-1 outline-accent', off !== undefined && 'line-through');
  if (!mark) {
    return (
      <span title={off} className={cx('rounded-sm px-1 text-tertiary', look)}>
        {number}
      </span>
    );
  }
  return (
    <button
      type="button"
      data-day={day}
      aria-label={labelOf(day, mark)}
      aria-pressed={chosen}
      tabIndex={chosen ? 0 : -1}
      onClick={onChoose}
      className={cx(
        'relative h-6 w-full min-w-6 cursor-pointer rounded-sm',
        mark.reviews > 0 && 'bg-accent-soft font-semibold',
        mark.preReads > 0 && 'border-b-2 border-dotted border-ink',
        chosen && 'ring-2 ring-accent',
        look,
      )}
    >
      {number}
      {mark.conflict && (
        <span
          aria-hidden="true"
          className="absolute top-0 right-0 text-[0.5rem] leading-none text-at-risk"
        >
          ▲
        </span>
      )}
    </button>
  );
}
