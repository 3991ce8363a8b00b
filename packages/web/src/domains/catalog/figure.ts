const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** A figure for reading: two digits after the point at most. */
export function figure(value: number): string {
  return written.format(value).replace('-', '−');
}

/** A change for reading, always with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${figure(value)}` : value === 0 ? '±0' : figure(value);
}
