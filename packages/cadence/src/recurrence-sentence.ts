import type { Frequency, RecurrenceRule, RecurrenceWeekday } from './rule.ts';
import { capitalised, listed, monthDayPhrase, monthNames, nthWord, spokenDate } from './spoken.ts';

const UNIT: Readonly<Record<Frequency, string>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
};

/** The dates of a recurrence as a phrase: "every 2 weeks on Tuesday and Thursday, from …". */
export function recurrenceSentence(rule: RecurrenceRule): string {
  const { interval = 1, frequency, count, until, start } = rule;
  const unit = UNIT[frequency];
  const every = interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
  const parts = [`${every}${choice(rule)}`];
  if (countsWeeks(rule)) parts.push(`weeks starting on ${capitalised(rule.weekStart ?? 'monday')}`);
  parts.push(`from ${spokenDate(start)}`);
  if (count !== undefined) parts.push(count === 1 ? 'once' : `${count} times`);
  if (until !== undefined) parts.push(`until ${untilPhrase(until)}`);
  if (rule.clockGap === 'skip') parts.push('left out where the clock skips its time');
  return parts.join(', ');
}

/** Where a week starts matters to a weekly rule that leaves weeks out or numbers their days. */
function countsWeeks({ frequency, interval = 1, bySetPos, weekStart }: RecurrenceRule): boolean {
  const otherwise = weekStart !== undefined && weekStart !== 'monday';
  return frequency === 'weekly' && otherwise && (interval > 1 || bySetPos !== undefined);
}

function choice(rule: RecurrenceRule): string {
  const { byMonth, bySetPos } = rule;
  const months = byMonth === undefined ? '' : ` in ${listed(monthNames(byMonth), 'and')}`;
  const days = dayPhrases(rule);
  if (bySetPos === undefined) {
    return days.length === 0 ? months : ` on ${days}${months}`;
  }
  const positions = listed(bySetPos.map(nthWord), 'and');
  return `, the ${positions} of these days: ${days === '' ? 'its days' : days}${months}`;
}

function dayPhrases({ frequency, byDay, byMonthDay, byMonth }: RecurrenceRule): string {
  const within = frequency === 'yearly' && byMonth === undefined ? ' of the year' : '';
  const weekdays = byDay?.map((one) => weekdayPhrase(one, within)) ?? [];
  const monthDays = byMonthDay?.map((day) => `the ${monthDayPhrase(day)}`) ?? [];
  if (monthDays.length === 0) return listed(weekdays, 'and');
  const ofMonth = `${listed(monthDays, 'and')} of the month`;
  return weekdays.length === 0 ? ofMonth : `${ofMonth} where it is ${listed(weekdays, 'or')}`;
}

function weekdayPhrase({ weekday, nth }: RecurrenceWeekday, within: string): string {
  return nth === undefined
    ? capitalised(weekday)
    : `the ${nthWord(nth)} ${capitalised(weekday)}${within}`;
}

function untilPhrase(until: string): string {
  if (until.length === 10) return spokenDate(until);
  return `${spokenDate(until.slice(0, 10))} ${until.slice(11).replace('Z', '')} UTC`;
}
