/** One comparison of a benchmark: our figure beside that of a named peer, from the same run. */
export interface Row {
  /** What was measured: `evaluate a flag with five rules`. */
  readonly bench: string;
  /** Our figure, in `unit`. */
  readonly ours: number;
  /** The peer's figure, in `unit`. */
  readonly against: number;
  /** Who was measured against: package and version. */
  readonly peer: string;
  /** How many times better ours is: above 1 we win, whether the unit counts time or work. */
  readonly ratio: number;
  /** `ns CPU`, `KB gzip`, `requests/s CPU` … */
  readonly unit: string;
}

/** What `bench/<name>.ts` exports by default. */
export type Bench = (options: { readonly json: boolean }) => Promise<Row[]>;

/** A row of figures of which the smaller is the better: time, memory, size. */
export function lessIsBetter(row: Omit<Row, 'ratio'>): Row {
  return { ...row, ratio: row.against / row.ours };
}

/** A row of figures of which the greater is the better: throughput. */
export function moreIsBetter(row: Omit<Row, 'ratio'>): Row {
  return { ...row, ratio: row.ours / row.against };
}
