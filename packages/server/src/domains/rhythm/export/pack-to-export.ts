import type { PackContent, PackDifference } from '@throughline/contract';

/** What an export is made of: a frozen pack, its hash, and the difference to the frozen one before. */
export interface PackToExport {
  readonly content: PackContent;
  readonly sha256: string;
  readonly difference: PackDifference | null;
}

/** `23 November 2026, 09:00 UTC`: exports are read anywhere, so they name the zone. */
export function instantSays(instant: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC');
  const day = at.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `${day}, ${at.toPlainTime().toString({ smallestUnit: 'minute' })} UTC`;
}
