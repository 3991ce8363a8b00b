import { z } from 'zod';
import { segment } from './engagement-accounts.ts';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
} from './schemas.ts';

/** What became of a piece of feedback. */
export const feedbackStates = ['new', 'triaged', 'answered', 'closed'] as const;

/** Where feedback was heard. */
export const heardAtPlaces = ['in-app', 'meeting', 'program', 'other'] as const;

const heardAt = z.enum(heardAtPlaces);
const rating = z.number().int().min(1).max(5);
const verbatim = z.string().trim().min(1).max(5000);
const themes = z.array(z.string().trim().toLowerCase().min(1).max(60)).max(20);
const aboutRefs = z.array(entityRefOf('initiative', 'feature')).max(20);

const feedbackRow = z.object({
  ref: referenceOf('feedback'),
  title: z.string(),
  state: z.enum(feedbackStates),
  verbatim: z.string(),
  rating: z.number().int().nullable(),
  heardAt,
  segment: segment.nullable(),
  themes: z.array(z.string()),
  /** Null where nobody is known, and where the reader may not see who it is. */
  account: entitySummary.nullable(),
  contact: entitySummary.nullable(),
  about: z.array(entitySummary),
  mergedInto: referenceOf('feedback').nullable(),
  receivedAt: instant,
  revision: z.number().int(),
});

/** What customers and partners say, word by word, and what became of it. */
export const engagementFeedback = {
  createFeedback: operation({
    method: 'POST',
    path: '/api/v1/feedback',
    summary: 'Keep what somebody said, in their words',
    permission: 'contributor',
    body: z.object({
      verbatim,
      rating: rating.optional(),
      heardAt: heardAt.default('other'),
      receivedAt: instant.optional(),
      account: idOf('account').optional(),
      contact: idOf('contact').optional(),
      program: idOf('program').optional(),
      segment: segment.optional(),
      themes: themes.default([]),
      about: aboutRefs.default([]),
    }),
    output: created('feedback'),
    status: 201,
  }),
  getFeedback: operation({
    method: 'GET',
    path: '/api/v1/feedback/{id}',
    summary: 'A piece of feedback with its duplicates and what it responds to',
    permission: 'member',
    params: z.object({ id: idOf('feedback') }),
    output: z.object({
      ...entityFields,
      ...feedbackRow.shape,
      answer: z.string(),
      page: z.string(),
      program: entitySummary.nullable(),
      inResponseTo: z.array(entitySummary),
      duplicates: z.array(entitySummary),
    }),
  }),
  listFeedback: operation({
    method: 'GET',
    path: '/api/v1/feedback',
    summary: 'Feedback, newest first; duplicates only where asked for',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(feedbackStates).optional(),
      segment: segment.optional(),
      theme: z.string().trim().toLowerCase().max(60).optional(),
      about: entityRefOf('initiative', 'feature').optional(),
      account: idOf('account').optional(),
      merged: z.enum(['true', 'false']).default('false'),
    }),
    output: pageOf(feedbackRow),
  }),
  changeFeedback: operation({
    method: 'PATCH',
    path: '/api/v1/feedback/{id}',
    summary: 'Triage feedback: state, themes, what it is about, who said it, what we answered',
    permission: 'contributor',
    params: z.object({ id: idOf('feedback') }),
    body: z.object({
      state: z.enum(feedbackStates).optional(),
      rating: rating.nullable().optional(),
      segment: segment.nullable().optional(),
      themes: themes.optional(),
      about: aboutRefs.optional(),
      account: idOf('account').nullable().optional(),
      contact: idOf('contact').nullable().optional(),
      answer: text.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  mergeFeedback: operation({
    method: 'POST',
    path: '/api/v1/feedback/{id}/merge',
    summary: 'Make this a duplicate of another: it closes, and the other speaks for both',
    permission: 'contributor',
    params: z.object({ id: idOf('feedback') }),
    body: z.object({ into: idOf('feedback') }),
    output: changed,
    errors: ['wrong_state', 'entity.circular'],
  }),
};
