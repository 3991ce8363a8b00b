import type { InsightResult } from '@throughline/contract';
import { burndown } from './budget-rules.ts';
import type { SloStanding } from './settle-slo.ts';

type Chart = InsightResult['charts'][number];

const dayIn = (zone: string) => (ms: number) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();
const inPercent = (share: number) => Math.round(share * 10_000) / 100;

/** What an SLO's budget says, in a sentence. */
export function sloSays(
  { objective }: { readonly objective: number },
  { budget, stale, state }: Pick<SloStanding, 'budget' | 'stale' | 'state'>,
): string {
  const { attained, remaining, burns } = budget;
  if (attained === null || remaining === null) return 'Nothing was measured in this window yet.';
  const measured = `${inPercent(attained)} % of ${objective} % promised`;
  if (stale) return `${measured}, but nothing new was measured lately.`;
  if (state === 'spent') {
    return `${measured}: the error budget is spent, by ${inPercent(1 - remaining)} % of it.`;
  }
  const fast = burns.filter(({ alerts }) => alerts);
  const left = `${inPercent(remaining)} % of the error budget is left`;
  if (fast.length === 0) return `${measured}: ${left}.`;
  const how = fast
    .map(({ window, rate }) => `${Math.round((rate ?? 0) * 10) / 10} times too fast over ${window}`)
    .join(', ');
  return `${measured}: ${left}, and it burns ${how}.`;
}

/** The days of a window, as its chart has them: to its end, and never more than a hundred. */
function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  const last = Temporal.PlainDate.from(to);
  let day = Temporal.PlainDate.from(from);
  while (Temporal.PlainDate.compare(day, last) <= 0 && days.length < 100) {
    days.push(day.toString());
    day = day.add({ days: 1 });
  }
  return days;
}

/** The burndown of an error budget over its window, in percent, against an even burn. */
export function burndownChart(
  {
    id,
    title,
    objective,
  }: { readonly id: string; readonly title: string; readonly objective: number },
  { spans, window, zone }: Pick<SloStanding, 'spans' | 'window' | 'zone'>,
): Chart {
  const dayOf = dayIn(zone);
  const days = daysOf(dayOf(window.from), dayOf(window.to - 1));
  const left = new Map(
    burndown(spans, objective / 100, window, dayOf).map(({ on, remaining }) => [on, remaining]),
  );
  return {
    key: `${id} burndown`,
    title: `Error budget left: ${title}`,
    form: 'burndown',
    unit: '%',
    target: 0,
    series: [
      {
        key: 'remaining',
        label: 'Left',
        points: days.map((at) => {
          const value = left.get(at);
          return { at, value: value === undefined ? null : inPercent(value) };
        }),
      },
      {
        key: 'ideal',
        label: 'Burnt evenly',
        points: days.map((at, index) => ({
          at,
          value: inPercent(1 - (index + 1) / Math.max(1, days.length)),
        })),
      },
    ],
  };
}
