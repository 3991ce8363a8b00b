import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { entitySummary, instant, plainDate } from './schemas.ts';

const reviewParams = z.object({ id: idOf('review') });

const noteView = z.object({
  ref: referenceOf('note'),
  /** Place in the agenda of the point that it was taken under; null: none. */
  point: z.number().int().nullable(),
  text: z.string(),
  by: z.string(),
  mine: z.boolean(),
  at: instant,
  /** Struck-out lines are shown as such: nothing is lost. */
  struckAt: instant.nullable(),
});

const deepDiveView = z.object({
  picked: entitySummary,
  /** Which draw of this review it is. */
  ordinal: z.number().int(),
  /** Why it was drawn again; empty for the first. */
  reason: z.string(),
  /** What the draw follows from: the same seed and wheel give the same pick. */
  seed: z.string(),
  by: z.string(),
  at: instant,
  wheel: z.array(
    z.object({
      entity: entitySummary,
      /** The square of the reviews that it has waited. */
      weight: z.number(),
      /** Its chance in this draw, in per cent. */
      chance: z.number(),
    }),
  ),
});

/** An action or a risk that is carried from review to review. */
const carriedView = z.object({
  entity: entitySummary,
  owner: z.object({ ref: referenceOf('person'), name: z.string() }).nullable(),
  dueOn: plainDate.nullable(),
  /** How often a review of this cadence found it due and not done; at two it rises. */
  misses: z.number().int(),
  /** The cadence that it rose from. */
  from: entitySummary.nullable(),
});

const roomView = z.object({
  /** The server's time of this answer: the clock that all in the room share. */
  now: instant,
  point: z.number().int().nullable(),
  /** When the point began, as if it had never been paused. */
  pointSince: instant.nullable(),
  pausedAt: instant.nullable(),
  /** Whether the asker may run the agenda; taking notes needs only a part in the review. */
  mayRun: z.boolean(),
  mayNote: z.boolean(),
  present: z.array(
    z.object({ name: z.string(), person: referenceOf('person').nullable(), since: instant }),
  ),
  /** How many are in the room; `present` names at most 100. */
  presentCount: z.number().int(),
  notes: z.array(noteView),
  deepDive: deepDiveView.nullable(),
  /** Whether this cycle has a deep dive at all. */
  hasDeepDive: z.boolean(),
  carried: z.array(carriedView),
  /** Proposed decisions of this review that are neither confirmed, postponed nor withdrawn. */
  undecided: z.array(entitySummary),
  readBack: z.object({ at: instant, by: z.string(), holds: z.boolean() }).nullable(),
  /** The retrospective that belongs to this review. */
  retrospective: z.enum(['none', 'offered', 'open']),
});

/** Holding a review: its room. */
export const rhythmRoom = {
  getRoom: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/room',
    summary: 'A review’s room: the agenda’s clock, who is there, notes, deep dive, what is carried',
    permission: 'member',
    params: reviewParams,
    output: roomView,
  }),
  enterRoom: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/room/presence',
    summary: 'Be in a review’s room; say so again every 15 seconds, or count as gone after 45',
    permission: 'member',
    params: reviewParams,
  }),
  leaveRoom: operation({
    method: 'DELETE',
    path: '/api/v1/reviews/{id}/room/presence',
    summary: 'Leave a review’s room',
    permission: 'member',
    params: reviewParams,
  }),
  keepTime: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/room/point',
    summary: 'Say which point of the agenda is on, pause it, go on; for all in the room',
    description:
      'Names the point rather than the step, so that two people who press at once move it once. The ' +
      'same point again keeps its time.',
    permission: 'member',
    params: reviewParams,
    body: z.object({ point: z.number().int().min(0).max(200).nullable(), paused: z.boolean() }),
    errors: ['wrong_state'],
  }),
  addNote: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/notes',
    summary: 'Add a line to a review’s notes, under a point of its agenda or none',
    description:
      'Lines are added, never overwritten: any number of people write at once. For whoever attends, ' +
      'has a part, or contributes to the review’s unit.',
    permission: 'member',
    params: reviewParams,
    body: z.object({
      text: z.string().trim().min(1).max(2000),
      point: z.number().int().min(0).max(200).nullable().default(null),
    }),
    output: z.object({ ref: referenceOf('note') }),
    status: 201,
    errors: ['wrong_state'],
  }),
  strikeNote: operation({
    method: 'DELETE',
    path: '/api/v1/reviews/{id}/notes/{note}',
    summary: 'Strike out a line of one’s own; whoever runs the review may strike any',
    permission: 'member',
    params: reviewParams.extend({ note: idOf('note') }),
    errors: ['wrong_state'],
  }),
  pickDeepDive: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/deep-dive',
    summary: 'Draw what a review looks at in depth; a second draw says why the first won’t do',
    permission: 'member',
    params: reviewParams,
    body: z.object({ reason: z.string().trim().max(500).default('') }),
    output: deepDiveView,
    errors: ['wrong_state', 'rhythm.nothing_to_draw'],
  }),
  readBack: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/read-back',
    summary: 'Say that all that was decided was read back, with owners, and heard as meant',
    permission: 'member',
    params: reviewParams,
    output: z.object({ decisions: z.number().int(), actions: z.number().int() }),
    errors: ['wrong_state', 'rhythm.undecided'],
  }),
};
