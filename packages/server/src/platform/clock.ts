/** The one source of the present moment, which tests and the rehearsal organisation move. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that stands still until it is set. */
export function settableClock(
  start: Temporal.Instant,
): Clock & { set(to: Temporal.Instant): void } {
  let present = start;
  return { now: () => present, set: (to) => (present = to) };
}

/** A moment as PostgreSQL's driver takes it. */
export function toDate(moment: Temporal.Instant): Date {
  return new Date(moment.epochMilliseconds);
}
