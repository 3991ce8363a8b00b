/** A calendar day, `2027-01-12`; arithmetic on days is in UTC, where none is skipped. */
const dayMs = 86_400_000;

function numberOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / dayMs;
}

function dayOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

/** The day so many days after another. */
export function addDays(day: string, days: number): string {
  return dayOf(numberOf(day) + days);
}

/** 1 for Monday … 7 for Sunday. */
export function weekdayOf(day: string): number {
  return ((numberOf(day) + 3) % 7) + 1;
}

/** The month so many months after another, `2027-01`. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The last day of a month. */
export function lastDayOf(month: string): string {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

/** The weeks that a month touches, Monday to Sunday: four to six rows of seven days. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const start = addDays(first, 1 - weekdayOf(first));
  const end = lastDayOf(month);
  const weeks: string[][] = [];
  for (let monday = start; monday <= end; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, day) => addDays(monday, day)));
  }
  return weeks;
}

const monthName = new Intl.DateTimeFormat('en', {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `January 2027`. */
export function monthTitle(month: string): string {
  return monthName.format(new Date(`${month}-01T00:00:00Z`));
}

/** `13:00`, the local time of a moment in a zone. */
export function timeIn(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(at));
}

/** The moment at which a zone shows a local day and time; where its clock skips that, just after. */
export function instantAt(day: string, time: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let at = wanted;
  for (let round = 0; round < 3; round++) {
    const shown = Date.parse(`${localText(at, timeZone)}Z`);
    if (shown === wanted) break;
    at += wanted - shown;
  }
  return new Date(at).toISOString();
}

function localText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  })
    .format(new Date(at))
    .replace(' ', 'T');
}
