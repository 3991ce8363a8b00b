import { z } from 'zod';
import { referenceOf } from './ids.ts';
import { instant } from './schemas.ts';

/** Where in a queue a change goes: before all others, before the usual ones, at the end. */
export const lane = z.enum(['incident', 'high', 'normal']);

/** A change as a queue mentions it. */
export const changeName = z.object({ ref: referenceOf('change'), title: z.string() });

/** A change's time in a queue. */
export const queueEntry = z.object({
  ref: referenceOf('queue_entry'),
  change: changeName,
  branch: z.string(),
  /** The commit that was queued; what is pushed later isn't landed. */
  head: z.string(),
  /** `out`: it can't land as it is. `left`: somebody took it out, or it needn't land any more. */
  state: z.enum(['queued', 'landing', 'landed', 'out', 'left']),
  lane,
  queuedBy: z.string(),
  queuedAt: instant,
  settledAt: instant.nullable(),
  /** Its place, from 1; null once it is settled. */
  position: z.number().int().nullable(),
  /** Why it waits or is out, in a sentence or two. */
  says: z.string(),
  /** The change with which it contradicts itself. */
  conflictsWith: changeName.nullable(),
  conflicts: z.array(z.string()),
  /** The commit that it became, or would. */
  commit: z.string().nullable(),
  /** The try that put it out, whose log can be read; its last lines. */
  attempt: referenceOf('attempt').nullable(),
  log: z.array(z.string()),
});
