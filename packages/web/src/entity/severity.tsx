import { Status } from '../ui/status.tsx';

/** A risk's severity out of 25, with the look that it calls for: from 15 on it is a red one. */
export function Severity({
  of,
}: {
  readonly of: {
    readonly severity: number;
    readonly likelihood: number;
    readonly impact: number;
  };
}) {
  const tone = of.severity >= 15 ? 'off-track' : of.severity >= 8 ? 'at-risk' : 'not-started';
  return (
    <span title={`Likelihood ${of.likelihood}, impact ${of.impact}`}>
      <Status tone={tone} word={`${of.severity} of 25`} plain />
    </span>
  );
}
