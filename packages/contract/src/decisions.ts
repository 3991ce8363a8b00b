import { z } from 'zod';
import { anyReference, entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { risks } from './risks.ts';
import {
  changed,
  created,
  entityKind,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  plainDate,
  text,
  title,
} from './schemas.ts';

const decisionView = z.object({
  ref: referenceOf('decision'),
  question: z.string(),
  options: z.array(z.string()),
  choice: z.string().nullable(),
  reason: z.string(),
  state: z.enum(['proposed', 'postponed', 'confirmed', 'withdrawn']),
  decider: z.object({ ref: referenceOf('person'), name: z.string() }).nullable(),
  about: z.array(entitySummary),
  madeIn: entitySummary.nullable(),
  /** Where it is taken up again, having been postponed. */
  takenUpIn: entitySummary.nullable(),
  /** The principles that it rests on. */
  cites: z.array(entitySummary),
  /** The decision that it looks at again, and the one that looks at it again. */
  replaces: entitySummary.nullable(),
  replacedBy: entitySummary.nullable(),
  effects: z.array(z.object({ effect: z.string(), target: anyReference(), says: z.string() })),
  revisitOn: plainDate.nullable(),
  decidedAt: instant.nullable(),
  revision: z.number().int(),
});

const actionState = z.enum(['open', 'done', 'dropped']);

const actionView = z.object({
  ref: referenceOf('action'),
  title: z.string(),
  state: actionState,
  owner: z.object({ ref: referenceOf('person'), name: z.string() }).nullable(),
  dueOn: plainDate.nullable(),
  source: entitySummary.nullable(),
  carriedOver: z.number().int(),
  revision: z.number().int(),
});

/** Decisions with effects, actions that follow people, risks: reviews, boards and launches make them. */
export const decisions = {
  createDecision: operation({
    method: 'POST',
    path: '/api/v1/decisions',
    summary: 'Propose a decision with its options and the effects that it will have',
    permission: 'contributor',
    body: z.object({
      question: title,
      options: z.array(title).min(1).max(12),
      decider: idOf('person').optional(),
      about: z.array(entityRefOf()).max(50).default([]),
      madeIn: entityRefOf('review', 'meeting', 'launch').optional(),
      cites: z.array(entityRefOf('principle')).max(20).default([]),
      effects: z
        .array(
          z.object({
            effect: z.string().max(100),
            target: entityRefOf(),
            parameters: z.record(z.string(), z.unknown()).default({}),
            /** The option that has this effect; without one, any choice has it. */
            option: title.optional(),
          }),
        )
        .max(20)
        .default([]),
      revisitOn: plainDate.optional(),
    }),
    output: created('decision'),
    status: 201,
    errors: ['decision.effect_not_allowed'],
  }),
  confirmDecision: operation({
    method: 'POST',
    path: '/api/v1/decisions/{id}/confirm',
    summary: 'Choose an option: its effects happen in the same transaction',
    permission: 'contributor',
    params: z.object({ id: idOf('decision') }),
    body: z.object({ choice: title, reason: text.default('') }),
    output: changed,
    ifMatch: true,
    errors: ['decision.not_the_decider', 'wrong_state', 'decision.effect_not_allowed'],
  }),
  postponeDecision: operation({
    method: 'POST',
    path: '/api/v1/decisions/{id}/postpone',
    summary: 'Leave a decision for later, saying why and until when; it can still be confirmed',
    permission: 'contributor',
    params: z.object({ id: idOf('decision') }),
    body: z.object({
      reason: z.string().trim().min(1).max(2000),
      until: plainDate.optional(),
      /** The review or meeting that takes it up. */
      takenUpIn: entityRefOf('review', 'meeting').optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  withdrawDecision: operation({
    method: 'POST',
    path: '/api/v1/decisions/{id}/withdraw',
    summary: 'Take back a proposed decision, saying why; nothing happens',
    permission: 'contributor',
    params: z.object({ id: idOf('decision') }),
    body: z.object({ reason: z.string().trim().min(1).max(2000) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  revisitDecision: operation({
    method: 'POST',
    path: '/api/v1/decisions/{id}/revisit',
    summary: 'Ask a confirmed decision’s question again: a new decision, which replaces it',
    description:
      'Its options, decider and subjects are those of the old one; effects are proposed anew.',
    permission: 'contributor',
    params: z.object({ id: idOf('decision') }),
    body: z.object({ madeIn: entityRefOf('review', 'meeting', 'launch').optional() }),
    output: created('decision'),
    status: 201,
    errors: ['wrong_state'],
  }),
  getDecision: operation({
    method: 'GET',
    path: '/api/v1/decisions/{id}',
    summary: 'A decision',
    permission: 'member',
    params: z.object({ id: idOf('decision') }),
    output: decisionView,
  }),
  listDecisions: operation({
    method: 'GET',
    path: '/api/v1/decisions',
    summary: 'Decisions, newest first; about or made in an entity',
    permission: 'member',
    query: pageQuery.extend({ about: entityRefOf().optional(), madeIn: entityRefOf().optional() }),
    output: pageOf(decisionView),
  }),
  listEffects: operation({
    method: 'GET',
    path: '/api/v1/decision-effects',
    summary: 'The effects that a decision may have, by kind of entity',
    permission: 'member',
    output: z.object({
      items: z.array(
        z.object({
          effect: z.string(),
          kinds: z.array(entityKind),
          label: z.string(),
          parameters: z.record(z.string(), z.array(z.string())),
        }),
      ),
    }),
  }),
  createAction: operation({
    method: 'POST',
    path: '/api/v1/actions',
    summary: 'Give somebody something to do, by a date, from a review, a decision or anything else',
    permission: 'contributor',
    body: z.object({
      title,
      owner: idOf('person').optional(),
      dueOn: plainDate.optional(),
      source: entityRefOf().optional(),
    }),
    output: created('action'),
    status: 201,
  }),
  changeAction: operation({
    method: 'PATCH',
    path: '/api/v1/actions/{id}',
    summary: 'Reassign, move, finish, drop or reopen an action',
    permission: 'member',
    params: z.object({ id: idOf('action') }),
    body: z.object({
      title: title.optional(),
      owner: idOf('person').nullable().optional(),
      dueOn: plainDate.nullable().optional(),
      state: actionState.optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  listActions: operation({
    method: 'GET',
    path: '/api/v1/actions',
    summary: 'Actions by due date; of a person, from an entity, in a state',
    permission: 'member',
    query: pageQuery.extend({
      owner: idOf('person').optional(),
      source: entityRefOf().optional(),
      state: actionState.optional(),
    }),
    output: pageOf(actionView),
  }),
  getAction: operation({
    method: 'GET',
    path: '/api/v1/actions/{id}',
    summary: 'An action',
    permission: 'member',
    params: z.object({ id: idOf('action') }),
    output: actionView,
  }),

  ...risks,
};
