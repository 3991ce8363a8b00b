const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const WORDS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

export function monthNames(months: readonly number[]): string[] {
  return months.map((month) => MONTHS[month - 1] ?? String(month));
}

export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** "a", "a and b", "a, b and c" */
export function listed(parts: readonly string[], joint: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return last;
  return `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** 1 → "1st", 22 → "22nd" */
function ordinal(value: number): string {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return `${value}th`;
  return `${value}${{ 1: 'st', 2: 'nd', 3: 'rd' }[value % 10] ?? 'th'}`;
}

/** 2 → "second", 20 → "20th", −1 → "last", −2 → "second to last" */
export function nthWord(nth: number): string {
  const size = Math.abs(nth);
  if (nth === -1) return 'last';
  const word = WORDS[size - 1] ?? ordinal(size);
  return nth < 0 ? `${word} to last` : word;
}

/** 13 → "13th", −1 → "last day" */
export function monthDayPhrase(day: number): string {
  return day > 0 ? ordinal(day) : `${nthWord(day)} day`;
}

/** `2027-12-24` → "24 December 2027" */
export function spokenDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${Number(year)}`;
}
