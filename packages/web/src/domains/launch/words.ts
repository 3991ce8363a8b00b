import type { PriceAmounts } from '@throughline/contract';

/** How far a launch is. */
export const launchStateOptions = [
  { value: 'planning', label: 'Planning' },
  { value: 'ready', label: 'Ready' },
  { value: 'go', label: 'Go' },
  { value: 'launched', label: 'Launched' },
  { value: 'measuring', label: 'Measuring' },
  { value: 'closed', label: 'Closed' },
  { value: 'no-go', label: 'No-go' },
] as const;

/** Whether a competitor still competes. */
export const competitorStateOptions = [
  { value: 'active', label: 'Active' },
  { value: 'gone', label: 'Gone' },
] as const;

/** How far a price is. */
export const priceStateOptions = [
  { value: 'draft', label: 'Draft' },
  { value: 'proposed', label: 'Proposed' },
  { value: 'approved', label: 'Approved' },
  { value: 'replaced', label: 'Replaced' },
] as const;

/** How far a campaign is. */
export const campaignStateOptions = [
  { value: 'planned', label: 'Planned' },
  { value: 'running', label: 'Running' },
  { value: 'done', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

/** How an amount follows from a quantity. */
export const priceShapeOptions = [
  { value: 'flat', label: 'Flat: one amount' },
  { value: 'per-unit', label: 'Per unit' },
  { value: 'package', label: 'Package: every started package of so many' },
  { value: 'graduated', label: 'Graduated: each band’s units at its amount' },
  { value: 'volume', label: 'Volume: all units at the amount of their band' },
] as const;

/** A price in a sentence or two. */
export function priceWords(amounts: PriceAmounts, currency: string): string {
  switch (amounts.shape) {
    case 'flat':
      return `${amounts.amount} ${currency}`;
    case 'per-unit':
      return `${amounts.unitAmount} ${currency} per ${amounts.unit}`;
    case 'package':
      return `${amounts.packageAmount} ${currency} per ${amounts.size} of ${amounts.unit}`;
    case 'graduated':
    case 'volume':
      return amounts.bands
        .map(({ upTo, unitAmount }) => {
          const range = upTo === null ? 'beyond' : `up to ${upTo}`;
          return `${range}: ${unitAmount} ${currency} per ${amounts.unit}`;
        })
        .join('; ');
  }
}
