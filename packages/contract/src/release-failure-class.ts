import { z } from 'zod';

/**
 * The sorts of failure. The last three are of a change on its way to a line: it doesn't merge or pick
 * cleanly, its checks failed, or the remote took no push.
 */
export const failureClasses = [
  'step-failed',
  'timed-out',
  'health-gate',
  'inconclusive',
  'migration',
  'partial-wave',
  'flaky',
  'lost-worker',
  'locked',
  'frozen',
  'superseded',
  'refused',
  'rollback-failed',
  'conflict',
  'checks-failed',
  'push-refused',
] as const;

/** The sort of a failure. */
export const failureClass = z.enum(failureClasses);

/** The sort of a failure. */
export type FailureClass = z.output<typeof failureClass>;
