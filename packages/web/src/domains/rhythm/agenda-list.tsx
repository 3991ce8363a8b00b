import { entityAddress } from '../../api/entity-address.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { monthTitle, timeIn } from './month-days.ts';
import { DayChanges, shortTitle } from './month-grid.tsx';
import type { Calendar } from './rhythm-types.ts';

/** Days with reviews, or off, one below the other: the calendar for reading and for paper. */
export function AgendaList({ calendar }: { readonly calendar: Calendar }) {
  const days = Map.groupBy(
    [
      ...calendar.reviews.map((review) => ({ date: review.date, review, off: null })),
      ...calendar.holidays.map(({ date, name }) => ({ date, review: null, off: name })),
      ...calendar.changes.map(({ from }) => ({ date: from, review: null, off: null })),
    ],
    ({ date }) => date,
  );
  const ordered = [...days].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const months = Map.groupBy(ordered, ([date]) => date.slice(0, 7));
  if (calendar.reviews.length === 0 && calendar.changes.length === 0) {
    return (
      <EmptyState
        sentence="No review is on the calendar in this time."
        action={<LinkButton href="/compile-year">Compile a fiscal year</LinkButton>}
        example="FY2027: 292 reviews of ten cadences, each with its pre-read date."
      />
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {[...months].map(([month, entries]) => (
        <section key={month} aria-labelledby={`month-${month}`} className="flex flex-col gap-2">
          <h2 id={`month-${month}`} className="text-md font-semibold">
            {monthTitle(month)}
          </h2>
          <dl className="flex flex-col">
            {entries.map(([date, found]) => (
              <div
                key={date}
                className="grid gap-x-4 border-t border-line py-2 sm:grid-cols-[9rem_1fr]"
              >
                <dt className={date === calendar.today ? 'font-semibold' : 'text-secondary'}>
                  <PlainDate date={date} weekday />
                </dt>
                <dd>
                  <ul className="flex flex-col gap-1">
                    {found
                      .filter(({ review, off }) => review !== null || off !== null)
                      .map(({ review, off }) =>
                        review === null ? (
                          <li key={off} className="text-secondary">
                            {off} (day off)
                          </li>
                        ) : (
                          <li key={review.ref} className="flex flex-wrap items-baseline gap-x-3">
                            <span className="figures text-secondary">
                              {timeIn(review.startsAt, review.timeZone)}–
                              {timeIn(review.endsAt, review.timeZone)}
                            </span>
                            <TextLink quiet href={entityAddress(review.ref)}>
                              {shortTitle(review)}
                            </TextLink>
                            <EntityStatus state={review.state} plain />
                            <span className="text-xs text-secondary">
                              pre-read <PlainDate date={review.preReadOn} />
                            </span>
                          </li>
                        ),
                      )}
                  </ul>
                  <DayChanges changes={calendar.changes.filter(({ from }) => from === date)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
