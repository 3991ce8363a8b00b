import { Status } from '../../ui/status.tsx';
import { PlainDate } from '../../ui/time.tsx';
import type { Year } from './rhythm-types.ts';

type Conflict = Year['conflicts'][number];

const words: Readonly<Record<Conflict['kind'], string>> = {
  holiday: 'Day off',
  'non-working-weekday': 'Day off',
  freeze: 'Freeze',
  'decider-double-booked': 'Decider in two rooms',
  'people-double-booked': 'People in two rooms',
  'unit-twice-a-day': 'Two reviews in a day',
};

function Line({ conflict }: { readonly conflict: Conflict }) {
  return (
    <>
      <PlainDate date={conflict.date} weekday /> {conflict.says}
    </>
  );
}

/** What stands in a year's way: what recurs among the same cadences is told once, with how often. */
export function YearConflicts({
  conflicts,
  leftOut,
}: {
  readonly conflicts: readonly Conflict[];
  readonly leftOut: number;
}) {
  if (conflicts.length === 0) {
    return (
      <p className="text-secondary">
        Nothing: no review falls on a day off or into a freeze, nobody is to be in two rooms at
        once, and no unit holds two reviews on one day.
      </p>
    );
  }
  const recurring = Map.groupBy(conflicts, ({ kind, occurrences }) =>
    [kind, ...new Set(occurrences.map(({ cadence }) => cadence))].join(' '),
  );
  return (
    <ul className="flex flex-col gap-2">
      {[...recurring].map(([key, [first, ...others]]) =>
        first === undefined ? null : (
          <li key={key} className="grid items-baseline gap-x-3 sm:grid-cols-[11rem_1fr]">
            <Status tone="at-risk" word={words[first.kind]} plain />
            {others.length === 0 ? (
              <p>
                <Line conflict={first} />
              </p>
            ) : (
              <details className="min-w-0">
                <summary className="cursor-pointer">
                  <Line conflict={first} />{' '}
                  <span className="text-secondary">
                    And {others.length} more {others.length === 1 ? 'time' : 'times'} in the year
                  </span>
                </summary>
                <ul className="flex flex-col gap-1 pt-1 pl-4">
                  {others.map((conflict) => (
                    <li key={`${conflict.date} ${conflict.says}`}>
                      <Line conflict={conflict} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ),
      )}
      {leftOut > 0 && (
        <li className="text-secondary">And {leftOut} more: too many to list. Mend these first.</li>
      )}
    </ul>
  );
}
