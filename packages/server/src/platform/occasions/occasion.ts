import type { EntityRef, Id } from '@throughline/contract';
import type { ReadContext } from '../context.ts';

/** Something that happens on a day and that reviews are held for: a sprint's end, a launch. */
export interface Occasion {
  /** The same thing stays the same occasion, whatever day it moves to. */
  readonly about: EntityRef;
  readonly title: string;
  /** `2027-03-01` */
  readonly on: string;
  readonly unit: Id<'unit'> | null;
}

/** What a domain offers to cadences that are held when something happens. */
export interface OccasionSource {
  /** What rules call it: `sprint-end`. */
  readonly event: string;
  /** What it is, after “each”: `end of a sprint`. */
  readonly says: string;
  /**
   * Whose cadences it concerns: only those of the very unit that it belongs to, or those of the
   * nearest unit at or above it that holds the cycle (the cycle's topmost ones where none does).
   */
  readonly reach: 'own' | 'nearest';
  /** The facts after which one may have arisen, moved or fallen away. */
  readonly actions: readonly string[];
  /** Those of a span of days, both included; reads only through `visible(actor)`. */
  between(context: ReadContext, span: { from: string; to: string }): Promise<readonly Occasion[]>;
}
