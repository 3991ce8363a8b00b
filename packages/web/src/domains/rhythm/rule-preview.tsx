import { useEffect, useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { PlainDate } from '../../ui/time.tsx';
import type { RuleJson } from './rule-draft.ts';

const restMs = 250;

/** A value once it has rested: nothing is asked for at each letter. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** What a rule means: its sentence and next five dates with their pre-reads, or what is wrong with it. */
export function RulePreview({
  rule,
  durationMinutes,
  preReadBusinessDays,
}: {
  readonly rule: RuleJson;
  readonly durationMinutes: number;
  readonly preReadBusinessDays: number;
}) {
  const asked = useRested(JSON.stringify(rule));
  const { data, error } = useRead('rhythm.previewRule', {
    query: {
      rule: asked,
      durationMinutes: `${durationMinutes}`,
      preReadBusinessDays: `${preReadBusinessDays}`,
    },
  });
  if (error) return <ErrorState problem={shownProblem(error)} compact />;
  if (!data) return <Skeleton lines={3} />;
  return (
    <section
      aria-label="What the rule means"
      aria-live="polite"
      className="sticky bottom-0 flex flex-col gap-2 border-l-2 border-accent bg-surface py-1 pl-3"
    >
      {data.sentence !== null && (
        <p className="font-medium">
          {data.sentence}, {data.timeSays}
        </p>
      )}
      {data.problems.length > 0 && (
        <ul className="flex flex-col gap-1">
          {data.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="flex items-baseline gap-2">
              <Status tone="off-track" word={path === '' ? 'Rule' : path} plain />
              {message}
            </li>
          ))}
        </ul>
      )}
      {data.problems.length === 0 && data.next.length === 0 && (
        <p className="text-secondary">
          {data.eventDriven
            ? 'Nothing is known to happen yet: its dates come as they are known.'
            : 'It has no date in the next six years.'}
        </p>
      )}
      {data.next.length > 0 && (
        <ol aria-label="Its next dates" className="flex flex-col gap-0.5">
          {data.next.map(({ date, startsAt, preReadOn, dayOff }) => (
            <li key={startsAt} className="flex flex-wrap gap-x-3">
              <PlainDate date={date} weekday />
              {preReadOn !== date && (
                <span className="text-xs text-secondary">
                  pre-read <PlainDate date={preReadOn} weekday />
                </span>
              )}
              {dayOff !== '' && <Status tone="at-risk" word={dayOff} plain />}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
