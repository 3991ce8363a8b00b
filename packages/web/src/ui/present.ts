let ahead = 0;

/** Says what the organisation's clock says: a rehearsal's may be far from this machine's. */
export function setPresent(now: string): void {
  const difference = Date.parse(now) - Date.now();
  // A machine's own clock may be a little off; that is no other time.
  ahead = Math.abs(difference) < 120_000 ? 0 : difference;
}

/** The present moment by the organisation's clock, in epoch milliseconds. */
export function presentMs(): number {
  return Date.now() + ahead;
}

/** The present moment by the organisation's clock. */
export function present(): Date {
  return new Date(presentMs());
}
