/**
 * The closed set of looks that a state may have. The five of the design come first; the others
 * are for what runs, waits or is not known.
 */
export type StatusTone =
  | 'on-track'
  | 'at-risk'
  | 'off-track'
  | 'not-started'
  | 'done'
  | 'running'
  | 'waiting'
  | 'stopped'
  | 'unknown';
