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

/** A clock that runs on from wherever it was moved to. */
export interface MovableClock extends Clock {
  moveTo(moment: Temporal.Instant): void;
}

/** A clock that runs as the machine's does, but from another moment on: a rehearsal's. */
export function movableClock(start: Temporal.Instant): MovableClock {
  let ahead = systemClock.now().until(start);
  return {
    now: () => systemClock.now().add(ahead),
    moveTo: (moment) => (ahead = systemClock.now().until(moment)),
  };
}

/**
 * The latest calendar day that has begun anywhere on Earth (at UTC+14, the Line Islands): whoever
 * says something of “today” may be ahead of the organisation's own zone.
 */
export function latestDayBegun(now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO('+14:00').toPlainDate();
}

/** A moment as PostgreSQL's driver takes it. */
export function toDate(moment: Temporal.Instant): Date {
  return new Date(moment.epochMilliseconds);
}
