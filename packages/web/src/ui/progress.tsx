export interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** How the value reads: "48 of 70 %". Default: the share in per cent. */
  readonly text?: string | undefined;
  /** Where it should stand today, on the same scale; drawn as a datum. */
  readonly expected?: number | undefined;
  readonly labelHidden?: boolean | undefined;
}

/** How much of a known amount is done. */
export function Progress({
  label,
  value,
  max,
  text,
  expected,
  labelHidden = false,
}: ProgressProps) {
  const share = (amount: number) => Math.max(0, Math.min(1, max === 0 ? 0 : amount / max));
  const percent = Math.round(share(value) * 100);
  const said = text ?? `${percent} %`;
  return (
    <div className="flex min-w-24 flex-col gap-1">
      <div className={labelHidden ? 'sr-only' : 'flex justify-between gap-2 text-xs'}>
        <span className="text-secondary">{label}</span>
        <span className="figures">{said}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={said}
        className="relative h-1.5 rounded-full bg-done-soft"
      >
        <div className="h-full rounded-full bg-ink" style={{ width: `${share(value) * 100}%` }} />
        {expected !== undefined && (
          <div
            className="absolute -inset-y-1 w-0.5 bg-accent"
            style={{ left: `${share(expected) * 100}%` }}
          />
        )}
      </div>
    </div>
  );
}
