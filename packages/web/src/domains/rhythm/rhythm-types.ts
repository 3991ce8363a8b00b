import type { OperationOf, OutputOf } from '@throughline/contract';

/** A review as lists and the calendar show it. */
export type ReviewRow = OutputOf<OperationOf<'rhythm.listReviews'>>['items'][number];

/** A review as its room shows it. */
export type Review = OutputOf<OperationOf<'rhythm.getReview'>>;

/** A section of a pack, frozen or as a freeze would assemble it. */
export type Section = OutputOf<OperationOf<'rhythm.previewPack'>>['sections'][number];

/** A figure of a frozen pack beside the same one now. */
export type ThenAndNow = OutputOf<OperationOf<'rhythm.thenAndNow'>>;

/** A frozen pack. */
export type Pack = OutputOf<OperationOf<'rhythm.getPack'>>;

/** Reviews, days off and quarters between two days. */
export type Calendar = OutputOf<OperationOf<'rhythm.getCalendar'>>;

/** A fiscal year as the rules have it. */
export type Year = OutputOf<OperationOf<'rhythm.previewYear'>>;

/** One review that the rules put into a fiscal year. */
export type Occurrence = Year['occurrences'][number];

/** A cycle as its page shows it. */
export type Cycle = OutputOf<OperationOf<'rhythm.getCycle'>>;

/** A cadence as its page shows it. */
export type Cadence = OutputOf<OperationOf<'rhythm.getCadence'>>;

/** A review's room. */
export type Room = OutputOf<OperationOf<'rhythm.getRoom'>>;

/** A review's retrospective. */
export type Retrospective = OutputOf<OperationOf<'rhythm.getRetrospective'>>;
