/** What is known of one try of the queue's first changes. */
export type Verdict = 'green' | 'red' | 'running';

/** What to do next with a queue. Changes are numbered from 1, in their order. */
export interface QueuePlan {
  /** So many changes land now: exactly they, together, were built and green. */
  readonly land: number;
  /** The change that makes a green build red, and is put out. */
  readonly putOut: number | undefined;
  /** Builds to begin, each named by how many of the first changes are in it. */
  readonly build: readonly number[];
  /** Builds that nobody needs any more. */
  readonly stop: readonly number[];
}

/**
 * Decides what a queue does next, of what is known of its prefixes: the builds of its first 1, 2, …
 * changes, each merged on top of the one before.
 *
 * Nothing lands that wasn't built in just that form, and a change is put out only where the build
 * without it was green and the one with it red. So a verdict that comes and goes costs builds, never
 * a red main.
 *
 * With one build at a time, a queue of n changes of which d break whatever they are in is settled
 * with at most `mostBuilds(n, d, batch)` = ⌈n/b⌉ + d·(1 + ⌈log₂ b⌉) builds, b = min(n, batch).
 * Proof: a build of a whole batch is green or red. A red one leads to one of the d within ⌈log₂ b⌉
 * halvings of the span between what is known green and known red, and that one is gone for good: at
 * most d of them. A green one covers b changes, or all that are left, once: at most ⌈n/b⌉. Without
 * any culprit that is one build a batch, and none can do with fewer, since what lands was built. No
 * order of builds tells d culprits among n apart in fewer than ⌈log₂ Σ C(n, i ≤ d)⌉.
 *
 * With more at a time, batches are tried on top of batches that still run, and a red span is cut into
 * as many parts: sooner done, with more builds.
 */
export function planQueue(
  length: number,
  verdicts: ReadonlyMap<number, Verdict>,
  limits: { batch: number; parallel: number },
): QueuePlan {
  const places = Array.from({ length }, (_, index) => index + 1);
  const of = (verdict: Verdict) => places.filter((place) => verdicts.get(place) === verdict);
  const green = of('green').at(-1) ?? 0;
  const red = of('red').find((place) => place > green);
  const running = of('running');
  const needed = running.filter((place) => place > green && (red === undefined || place < red));
  const stop = running.filter((place) => !needed.includes(place));
  const room = limits.parallel - needed.length;
  if (red === undefined) {
    return { land: green, putOut: undefined, build: further(green, needed, room), stop };
  }
  if (red === green + 1) return { land: green, putOut: red, build: [], stop };
  return { land: green, putOut: undefined, build: between(green, red), stop };

  /** Batches that begin where the last one that runs ends. */
  function further(from: number, under: readonly number[], free: number): number[] {
    const begun: number[] = [];
    let end = Math.max(from, ...under);
    while (begun.length < free && end < length) {
      end = Math.min(end + limits.batch, length);
      begun.push(end);
    }
    return begun;
  }

  /** Cuts a span whose end is red into equal parts, once per span. */
  function between(low: number, high: number): number[] {
    if (needed.length > 0) return [];
    const parts = limits.parallel + 1;
    const cuts = Array.from({ length: limits.parallel }, (_, index) =>
      Math.floor(low + ((index + 1) * (high - low)) / parts),
    );
    return [...new Set(cuts)].filter((cut) => cut > low && cut < high);
  }
}

/** The most builds that `planQueue` needs, one at a time, for n changes of which d are broken. */
export function mostBuilds(changes: number, broken: number, batch: number): number {
  const together = Math.min(changes, batch);
  if (together < 1) return 0;
  return Math.ceil(changes / batch) + broken * (1 + Math.ceil(Math.log2(together)));
}
