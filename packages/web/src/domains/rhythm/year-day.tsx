import { entityAddress } from '../../api/entity-address.ts';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { Occurrence, Year } from './rhythm-types.ts';
import type { YearDay } from './year-months.tsx';

/** Identifies an occurrence within a compiled year. */
export const occurrenceKey = ({ cadence, key }: { cadence: string; key: string }) =>
  `${cadence} ${key}`;

/** What each day of a compiled year holds: reviews, pre-reads, and whether something is in the way. */
export function yearDays(
  year: Year,
  occurrences: readonly Occurrence[],
): ReadonlyMap<string, YearDay> {
  const days = new Map<string, YearDay>();
  const add = (day: string, what: Partial<YearDay>) => {
    if (day < year.from || day > year.to) return;
    const present = days.get(day) ?? { reviews: 0, preReads: 0, conflict: false };
    days.set(day, {
      reviews: present.reviews + (what.reviews ?? 0),
      preReads: present.preReads + (what.preReads ?? 0),
      conflict: present.conflict || (what.conflict ?? false),
    });
  };
  for (const { date, preReadOn } of occurrences) {
    add(date, { reviews: 1 });
    if (preReadOn !== date) add(preReadOn, { preReads: 1 });
  }
  const shown = new Set(occurrences.map(occurrenceKey));
  for (const conflict of year.conflicts) {
    if (conflict.occurrences.some((one) => shown.has(occurrenceKey(one)))) {
      add(conflict.date, { conflict: true });
    }
  }
  return days;
}

/** Whether an occurrence's review is on the calendar, and where it stands if elsewhere. */
export function OnTheCalendar({ occurrence }: { readonly occurrence: Occurrence }) {
  const { review, stands, past, date } = occurrence;
  if (review === null || stands === null) {
    return past ? (
      <Status tone="stopped" word="Over" plain />
    ) : (
      <Status tone="not-started" word="Not yet" plain />
    );
  }
  const elsewhere = stands.date === date ? '' : `, on ${stands.date}`;
  if (stands.state === 'cancelled') {
    return (
      <TextLink href={entityAddress(review)}>
        <Status tone="stopped" word="Cancelled" plain />
      </TextLink>
    );
  }
  return (
    <TextLink href={entityAddress(review)}>
      {stands.misplaced
        ? `By its former rule${elsewhere}`
        : stands.moved
          ? `Moved${elsewhere}`
          : 'Open'}
    </TextLink>
  );
}

/** The reviews of one day by time, and what is to be read from that day on. */
export function DayOfYear({
  day,
  year,
  occurrences,
}: {
  readonly day: string;
  readonly year: Year;
  readonly occurrences: readonly Occurrence[];
}) {
  const held = occurrences.filter(({ date }) => date === day);
  const read = occurrences.filter(({ date, preReadOn }) => preReadOn === day && date !== day);
  const conflicts = year.conflicts.filter(({ date }) => date === day);
  return (
    <div className="flex flex-col gap-3 text-sm">
      {held.length > 0 && (
        <ul className="flex flex-col gap-1">
          {held.map((occurrence) => (
            <li key={occurrenceKey(occurrence)} className="flex flex-wrap items-baseline gap-x-2">
              <span className="figures text-secondary">{occurrence.time}</span>
              <span>{occurrence.title.replace(/, \d{1,2} \w+ \d{4}$/, '')}</span>
              <OnTheCalendar occurrence={occurrence} />
            </li>
          ))}
        </ul>
      )}
      {read.length > 0 && (
        <div>
          <h4 className="text-xs font-medium text-secondary">To be read from this day on</h4>
          <ul className="flex flex-col gap-1">
            {read.map((occurrence) => (
              <li key={occurrenceKey(occurrence)}>{occurrence.title}</li>
            ))}
          </ul>
        </div>
      )}
      {conflicts.length > 0 && (
        <ul className="flex flex-col gap-1">
          {conflicts.map(({ kind, says }) => (
            <li key={`${kind} ${says}`} className="flex items-baseline gap-2">
              <Status tone="at-risk" word="In the way" plain />
              <span>{says}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
