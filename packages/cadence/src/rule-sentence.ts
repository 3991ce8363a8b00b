import type { HolidayShift } from './business-days.ts';
import { recurrenceSentence } from './recurrence-sentence.ts';
import type {
  Anchor,
  BoundaryAnchor,
  FiscalWeekRule,
  NthWeekdayRule,
  OffsetRule,
  Rule,
} from './rule.ts';
import { capitalised, listed, monthNames, nthWord, spokenDate } from './spoken.ts';

/**
 * The dates of a rule as one English phrase: "second Tuesday of each month, moved to the next
 * business day". Rules of different dates read differently. The time is `ruleTimeSentence`'s.
 */
export function ruleSentence(rule: Rule): string {
  return `${datesOf(rule)}${SHIFTED[rule.shift ?? 'none']}`;
}

/** When on the day, for how long and where: "09:00 for 90 minutes, Europe/Berlin". */
export function ruleTimeSentence(rule: Rule): string {
  const minutes = rule.durationMinutes === 1 ? 'minute' : 'minutes';
  const zone = rule.zone === undefined ? '' : `, ${rule.zone}`;
  return `${rule.time} for ${rule.durationMinutes} ${minutes}${zone}`;
}

const SHIFTED: Readonly<Record<HolidayShift, string>> = {
  none: '',
  next: ', moved to the next business day',
  previous: ', moved to the previous business day',
};

function datesOf(rule: Rule): string {
  switch (rule.kind) {
    case 'recurrence':
      return recurrenceSentence(rule);
    case 'nth-weekday':
      return nthWeekdaySentence(rule);
    case 'fiscal-week':
      return fiscalWeekSentence(rule);
    case 'offset':
      return offsetSentence(rule);
  }
}

function nthWeekdaySentence({ nth, weekday, months }: NthWeekdayRule): string {
  const of = months === undefined ? 'each month' : listed(monthNames(months), 'and');
  return `${nthWord(nth)} ${capitalised(weekday)} of ${of}`;
}

function fiscalWeekSentence({ of, week, weekday, only }: FiscalWeekRule): string {
  const weekOf = week > 0 ? `week ${week}` : `the ${nthWord(week)} week`;
  const spans =
    only === undefined
      ? `each fiscal ${of}`
      : `fiscal ${of}${only.length > 1 ? 's' : ''} ${listed(only.map(String), 'and')}`;
  return `${capitalised(weekday)} of ${weekOf} of ${spans}`;
}

const BOUNDARY: Readonly<Record<BoundaryAnchor, string>> = {
  'month-start': 'the first day of each month',
  'month-end': 'the last day of each month',
  'period-start': 'the first day of each fiscal period',
  'period-end': 'the last day of each fiscal period',
  'quarter-start': 'the first day of each fiscal quarter',
  'quarter-end': 'the last day of each fiscal quarter',
  'year-start': 'the first day of each fiscal year',
  'year-end': 'the last day of each fiscal year',
};

function anchorPhrase(anchor: Anchor): string {
  if (anchor.at === 'date') return spokenDate(anchor.date);
  if (anchor.at === 'event') return `each ${anchor.event.replaceAll('-', ' ')}`;
  return BOUNDARY[anchor.at];
}

/** "16, 12, 6 and 2 weeks before …": neighbours of one unit and direction share their words. */
function offsetSentence({ anchor, offsets }: OffsetRule): string {
  const groups: { amounts: number[]; unit: string; side: string }[] = [];
  for (const { amount, unit } of offsets) {
    const side = amount === 0 ? 'on' : amount < 0 ? 'before' : 'after';
    const last = groups.at(-1);
    if (last?.unit === unit && last.side === side) last.amounts.push(Math.abs(amount));
    else groups.push({ amounts: [Math.abs(amount)], unit, side });
  }
  const phrases = groups.map(({ amounts, unit, side }) => {
    if (side === 'on') return 'on';
    const plural = amounts.length === 1 && amounts[0] === 1 ? '' : 's';
    return `${listed(amounts.map(String), 'and')} ${unit.replace('-', ' ')}${plural} ${side}`;
  });
  return `${listed(phrases, 'and')} ${anchorPhrase(anchor)}`;
}
