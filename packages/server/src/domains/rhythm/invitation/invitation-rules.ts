import type { Id, ReviewState } from '@throughline/contract';

/**
 * So far ahead people are invited: the next reviews of a team's sprints and of the month, and no more.
 * A compiled year would otherwise send each of its people dozens of messages at once; as it is, the
 * first lot is small, and then each review's invitation comes four weeks before it.
 */
export const invitedDaysAhead = 28;

/** What somebody was last told of a review. */
export interface Told {
  readonly sequence: number;
  readonly told: Buffer;
  readonly cancelled: boolean;
}

/** Somebody who may be written to about a review. */
export interface Invitee {
  readonly identity: Id<'identity'>;
  readonly attends: boolean;
  readonly sees: boolean;
  /** Whether they want invitations. */
  readonly wanted: boolean;
  readonly before: Told | undefined;
}

/** What somebody is to be told, under which SEQUENCE. */
export interface ToTell {
  readonly identity: Id<'identity'>;
  readonly what: 'invited' | 'changed' | 'cancelled' | 'no longer invited';
  readonly sequence: number;
  readonly sees: boolean;
}

/**
 * Who is to be told what of a review, so that everybody's calendar comes to say what is so. Whoever
 * was invited is kept up to date until they no longer attend it, or may not see it: then it is taken
 * out of theirs alone. A person's SEQUENCE rises with every message, and is never below the review's.
 */
export function whomToTell(input: {
  readonly state: ReviewState;
  readonly sequence: number;
  readonly told: Buffer;
  readonly startsAt: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly people: readonly Invitee[];
}): ToTell[] {
  const { state, startsAt, now, told } = input;
  const over = state === 'held' || state === 'closed';
  if (over || Temporal.Instant.compare(startsAt, now) <= 0) return [];
  const soon = now.until(startsAt).total('hours') < invitedDaysAhead * 24;
  return input.people.flatMap(({ identity, attends, sees, wanted, before }): ToTell[] => {
    const invited = before !== undefined && !before.cancelled;
    const sequence = Math.max(input.sequence, before ? before.sequence + 1 : 0);
    const tell = (what: ToTell['what']) => [{ identity, what, sequence, sees }];
    if (state === 'cancelled') return invited ? tell('cancelled') : [];
    if (!attends || !sees) return invited ? tell('no longer invited') : [];
    if (invited) return before.told.equals(told) ? [] : tell('changed');
    return wanted && soon ? tell('invited') : [];
  });
}
