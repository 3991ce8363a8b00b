/** A linear scale from [from, to] to [start, end]; a flat domain maps to the middle. */
export function scale(from: number, to: number, start: number, end: number) {
  return (value: number): number =>
    from === to ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start);
}

/** Round numbers that cover [low, high] in about `wanted` steps of 1, 2, 2.5 or 5 × 10ⁿ. */
export function ticks(low: number, high: number, wanted = 4): readonly number[] {
  if (low === high) return ticks(low - Math.max(1, Math.abs(low) / 2), high + 1, wanted);
  const rough = (high - low) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * magnitude >= rough) ?? 10) * magnitude;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** The path through points, broken where a value is missing. */
export function linePath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let pen = false;
  values.forEach((value, index) => {
    if (value === null) {
      pen = false;
      return;
    }
    path += `${pen ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = true;
  });
  return path;
}

/** The smallest and the largest of the known values; zero counts where a length is read off. */
export function extent(
  values: readonly (number | null | undefined)[],
  options: { zero: boolean },
): readonly [low: number, high: number] {
  const known = values.filter((value) => value !== null && value !== undefined);
  const all = options.zero ? [0, ...known] : known;
  return all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
}

/**
 * Moves labels apart that want the same place: each at least `gap` from the next, in their order,
 * within [top, bottom] as long as they fit there.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = wanted.map((_, index) => index).toSorted((a, b) => at(wanted, a) - at(wanted, b));
  const placed: number[] = [];
  for (const index of order) {
    placed.push(Math.max(at(wanted, index), top, (placed.at(-1) ?? -Infinity) + gap));
  }
  for (let place = placed.length - 1, limit = bottom; place >= 0; place -= 1, limit -= gap) {
    limit = Math.min(limit, at(placed, place));
    placed[place] = limit;
  }
  const result = [...wanted];
  order.forEach((index, place) => {
    result[index] = at(placed, place);
  });
  return result;
}

const at = (values: readonly number[], index: number): number => values[index] ?? 0;
