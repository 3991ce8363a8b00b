import { AgendaList } from './agenda-list.tsx';
import type { Calendar } from './rhythm-types.ts';
import { changesOn, DayChanges, DayReviews } from './month-grid.tsx';
import { YearMonths, type YearDay } from './year-months.tsx';

function daysOf({ reviews }: Calendar): ReadonlyMap<string, YearDay> {
  const days = new Map<string, YearDay>();
  const add = (day: string, held: number, read: number) => {
    const present = days.get(day);
    days.set(day, {
      reviews: (present?.reviews ?? 0) + held,
      preReads: (present?.preReads ?? 0) + read,
      conflict: false,
    });
  };
  for (const { date, preReadOn, state } of reviews) {
    if (state === 'cancelled') continue;
    add(date, 1, 0);
    if (preReadOn !== date) add(preReadOn, 0, 1);
  }
  return days;
}

/** Twelve months of what is on the calendar, with what the chosen day holds beside them. */
export function CalendarYear({
  calendar,
  from,
  to,
}: {
  readonly calendar: Calendar;
  readonly from: string;
  readonly to: string;
}) {
  if (calendar.reviews.length === 0) return <AgendaList calendar={calendar} />;
  return (
    <YearMonths
      from={from}
      to={to}
      today={calendar.today}
      days={daysOf(calendar)}
      holidays={calendar.holidays}
    >
      {(day) => {
        const held = calendar.reviews.filter(({ date }) => date === day);
        const read = calendar.reviews.filter(
          ({ date, preReadOn, state }) =>
            preReadOn === day && date !== day && state !== 'cancelled',
        );
        return (
          <>
            <DayReviews reviews={held} />
            <DayChanges changes={changesOn(calendar, day)} />
            {read.length > 0 && (
              <>
                <h4 className="text-xs font-medium text-secondary">To be read from this day on</h4>
                <DayReviews reviews={read} />
              </>
            )}
          </>
        );
      }}
    </YearMonths>
  );
}
