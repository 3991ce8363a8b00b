const base = 36;
const width = 8;
const step = base * base;
/** Past this length, the unit's order is spread out anew. */
const longest = 40;

const digit = (character: string | undefined) =>
  character === undefined ? 0 : Number.parseInt(character, base);
const whole = (rank: string) => Number.parseInt(rank.slice(0, width).padEnd(width, '0'), base);
const written = (value: number) => value.toString(base).padStart(width, '0');

/** The place behind the last of an order; in the middle of all places where it is empty. */
export function rankAtEnd(last: string | null): string {
  return last === null ? written(base ** width / 2) : written(whole(last) + step);
}

/**
 * A place between two, compared byte by byte; null stands for the end. Null is answered where there
 * is no room left, or only at an unreasonable length: then the order is spread out (`spreadRanks`).
 */
export function rankBetween(low: string | null, high: string | null): string | null {
  if (high === null) return rankAtEnd(low);
  if (low === null && whole(high) > step) return written(whole(high) - step);
  const found = middle(low ?? '', high);
  return found > (low ?? '') && found < high && found.length <= longest ? found : null;
}

function middle(low: string, high: string): string {
  let found = '';
  let open = false;
  for (let place = 0; place <= longest; place++) {
    const from = digit(low[place]);
    const to = open ? base : digit(high[place]);
    const half = Math.floor((from + to) / 2);
    if (half > from) return found + half.toString(base);
    found += from.toString(base);
    if (to > from) open = true;
  }
  return found;
}

/** Places for so many, evenly, in their order. */
export function spreadRanks(count: number): string[] {
  const first = base ** width / 2;
  return Array.from({ length: count }, (_, index) => written(first + index * step));
}
