import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { created, instant, plainDate, title } from './schemas.ts';

const reviewParams = z.object({ id: idOf('review') });
const cardParams = reviewParams.extend({ card: idOf('card') });

/** What a team does in a retrospective, in order; there is no way back to writing. */
export const retrospectivePhases = ['write', 'group', 'vote', 'discuss', 'commit'] as const;

/** What a team is doing in a retrospective. */
export type RetrospectivePhase = (typeof retrospectivePhases)[number];

/** Under which headings cards are written. */
export const cardHeadings = ['keep', 'change', 'try'] as const;

/** Under which heading a card is written. */
export type CardHeading = (typeof cardHeadings)[number];

const cardText = z.string().trim().min(1).max(500);

const cardView = z.object({
  ref: referenceOf('card'),
  heading: z.enum(cardHeadings),
  text: z.string(),
  by: z.string(),
  mine: z.boolean(),
});

const actionView = z.object({
  ref: referenceOf('action'),
  title: z.string(),
  state: z.string(),
  owner: z.object({ ref: referenceOf('person'), name: z.string() }).nullable(),
  dueOn: plainDate.nullable(),
  revision: z.number().int(),
});

const retrospectiveView = z.object({
  now: instant,
  phase: z.enum(retrospectivePhases),
  private: z.boolean(),
  /** Dots that each member has, and how many the asker has left. */
  dots: z.number().int(),
  dotsLeft: z.number().int(),
  /** How many cards there are, shown before the reveal too. */
  cards: z.number().int(),
  /** People who wrote at least one card. */
  writers: z.number().int(),
  /** Before the reveal: one’s own cards only. After it: all, a topic each, the most dots first from discussing on. */
  topics: z.array(
    z.object({
      card: cardView,
      under: z.array(cardView),
      /** All dots from discussing on; before that one’s own count only. */
      dots: z.number().int(),
      mine: z.number().int(),
    }),
  ),
  topic: referenceOf('card').nullable(),
  topicUntil: instant.nullable(),
  /** What it committed to, and how many it may. */
  actions: z.array(actionView),
  most: z.number().int(),
  /** What the last retrospective of the cadence committed to, as it stands now. */
  last: z.array(actionView),
});

/** Looking back as a team: write, reveal and group, vote, discuss, commit. */
export const rhythmRetrospective = {
  getRetrospective: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/retrospective',
    summary: 'A retrospective: cards (one’s own before the reveal), topics, dots, actions',
    permission: 'member',
    params: reviewParams,
    output: retrospectiveView,
  }),
  openRetrospective: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/retrospective',
    summary: 'Open a review’s retrospective; a private one is for the team’s members alone',
    permission: 'member',
    params: reviewParams,
    body: z.object({
      private: z.boolean().default(false),
      dots: z.number().int().min(1).max(20).default(3),
    }),
    output: z.object({ revision: z.number().int() }),
    status: 201,
    errors: ['wrong_state', 'rhythm.no_retrospective'],
  }),
  moveRetrospective: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/retrospective/phase',
    summary: 'Go on to another phase; leaving “write” reveals all cards, for good',
    permission: 'member',
    params: reviewParams,
    body: z.object({ phase: z.enum(retrospectivePhases) }),
    errors: ['wrong_state'],
  }),
  writeCard: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/retrospective/cards',
    summary: 'Write a card; nobody else sees it before the reveal',
    permission: 'member',
    params: reviewParams,
    body: z.object({ heading: z.enum(cardHeadings), text: cardText }),
    output: z.object({ ref: referenceOf('card') }),
    status: 201,
    errors: ['wrong_state'],
  }),
  changeCard: operation({
    method: 'PATCH',
    path: '/api/v1/reviews/{id}/retrospective/cards/{card}',
    summary: 'Change a card of one’s own before the reveal',
    permission: 'member',
    params: cardParams,
    body: z.object({ text: cardText.optional(), heading: z.enum(cardHeadings).optional() }),
    errors: ['wrong_state'],
  }),
  removeCard: operation({
    method: 'DELETE',
    path: '/api/v1/reviews/{id}/retrospective/cards/{card}',
    summary: 'Take back a card of one’s own before the reveal',
    permission: 'member',
    params: cardParams,
    errors: ['wrong_state'],
  }),
  groupCard: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/retrospective/cards/{card}/topic',
    summary: 'Put a card, with those under it, under another’s topic; or let it head its own',
    permission: 'member',
    params: cardParams,
    body: z.object({ under: idOf('card').nullable() }),
    errors: ['wrong_state'],
  }),
  voteCard: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/retrospective/cards/{card}/dots',
    summary: 'Give a topic so many of one’s dots',
    permission: 'member',
    params: cardParams,
    body: z.object({ dots: z.number().int().min(0).max(20) }),
    errors: ['wrong_state', 'rhythm.no_dots_left'],
  }),
  discussCard: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/retrospective/discussion',
    summary: 'Discuss a topic for so many minutes, seen by all; or none',
    permission: 'member',
    params: reviewParams,
    body: z.object({
      card: idOf('card').nullable(),
      minutes: z.number().int().min(1).max(60).default(5),
    }),
    errors: ['wrong_state'],
  }),
  commitAction: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/retrospective/actions',
    summary: 'Commit to an owned action; no more of them than the cycle says',
    permission: 'member',
    params: reviewParams,
    body: z.object({
      title,
      owner: idOf('person'),
      dueOn: plainDate.optional(),
      card: idOf('card').optional(),
    }),
    output: created('action'),
    status: 201,
    errors: ['wrong_state', 'rhythm.enough_actions'],
  }),
};
