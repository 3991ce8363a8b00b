const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `1,234.5`; a dash where there is no value. */
export function numberSays(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : written.format(value).replace('-', '−');
}

/** `+3`, `−0.5`, `0`. */
export function changeSays(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return value > 0 ? `+${numberSays(value)}` : numberSays(value);
}

/** `41 %`, `12 points`; nothing but a dash where there is no value. */
export function amountSays(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  return `${numberSays(value)} ${unit}`.trim();
}

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The number of a day, counted from 1970; undefined for what is no plain date. */
export function dayNumber(at: string): number | undefined {
  const [, year, month, day] = dayPattern.exec(at) ?? [];
  if (year === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

/** A place written out: `23 Nov` of a day, `Nov` of a month's first day where months are drawn. */
export function placeSays(at: string, grain: 'day' | 'month' | 'year-month' = 'day'): string {
  const [, year, month, day] = dayPattern.exec(at) ?? [];
  if (year === undefined) return at;
  const name = months[Number(month) - 1] ?? '';
  if (grain === 'month') return name;
  return grain === 'year-month' ? `${name} ${year}` : `${Number(day)} ${name}`;
}

/** A place in full, for a sentence or a table: `23 Nov 2026`. */
export function placeInFull(at: string): string {
  const [, year] = dayPattern.exec(at) ?? [];
  return year === undefined ? at : `${placeSays(at)} ${year}`;
}
