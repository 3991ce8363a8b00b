import { z } from 'zod';
import { entityRefOf, idOf } from './ids.ts';
import { operation, raw } from './operation.ts';
import { rhythmCadences } from './rhythm-cadences.ts';
import { rhythmFeeds } from './rhythm-feeds.ts';
import { rhythmRetrospective } from './rhythm-retrospective.ts';
import { rhythmRoom } from './rhythm-room.ts';
import {
  assembledSection,
  packView,
  reviewDetail,
  reviewRow,
  reviewStates,
  thenAndNow,
} from './rhythm-views.ts';
import { compiledYear } from './rhythm-year.ts';
import { changed, created, instant, pageOf, pageQuery, plainDate, title } from './schemas.ts';

const reviewParams = z.object({ id: idOf('review') });
const revisionQuery = z.object({ revision: z.coerce.number().int().min(1).optional() });
const year = z.coerce.number().int().min(1901).max(2198);
const yearParams = z.object({ year });
/** The revision of the review that was named, and how many reviews there were in all. */
const several = z.object({ revision: z.number().int(), reviews: z.number().int() });
const reason = z.string().trim().min(1).max(2000);

/** How we decide: cycles, cadences, reviews, their packs, and the calendar of them all. */
export const rhythm = {
  ...rhythmCadences,

  previewYear: operation({
    method: 'GET',
    path: '/api/v1/fiscal-years/{year}/reviews',
    summary: 'Every review that the rules put into a fiscal year, with what stands in its way',
    permission: 'member',
    params: yearParams,
    query: z.object({ cadence: idOf('cadence').optional() }),
    output: compiledYear,
    errors: ['rhythm.rule_invalid'],
  }),
  compileYear: operation({
    method: 'POST',
    path: '/api/v1/fiscal-years/{year}/compile',
    summary: 'Put a fiscal year’s reviews on the calendar; those that are there already stay',
    description:
      'An editor of each cadence’s unit. A review is known by its cadence and occurrence key, so ' +
      'compiling again adds only what is missing. Days that are over get no review. With `align`, ' +
      'reviews follow rules that have changed, except those that somebody moved or that are frozen.',
    permission: 'editor',
    params: yearParams,
    body: z.object({
      cadence: idOf('cadence').optional(),
      /** Moves or cancels reviews that nobody moved and whose rule has changed since. */
      align: z.boolean().default(false),
    }),
    output: z.object({
      created: z.number().int(),
      present: z.number().int(),
      past: z.number().int(),
      moved: z.number().int(),
      cancelled: z.number().int(),
      eventDriven: z.number().int(),
    }),
    errors: ['rhythm.rule_invalid'],
  }),
  getCalendar: operation({
    method: 'GET',
    path: '/api/v1/calendar',
    summary: 'Reviews, days off and fiscal quarters between two days (at most 400 days)',
    permission: 'member',
    query: z.object({
      from: plainDate,
      to: plainDate,
      cycle: idOf('cycle').optional(),
      unit: idOf('unit').optional(),
    }),
    output: z.object({
      today: plainDate,
      timeZone: z.string(),
      reviews: z.array(reviewRow),
      holidays: z.array(z.object({ date: plainDate, name: z.string() })),
      quarters: z.array(z.object({ name: z.string(), from: plainDate, to: plainDate })),
      /** The fiscal year of `from`. */
      fiscalYear: z.number().int(),
    }),
  }),

  listReviews: operation({
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'Reviews by their start; between days, of a cadence, cycle or unit, in a state',
    permission: 'member',
    query: pageQuery.extend({
      from: plainDate.optional(),
      to: plainDate.optional(),
      cadence: idOf('cadence').optional(),
      cycle: idOf('cycle').optional(),
      unit: idOf('unit').optional(),
      state: z.enum(reviewStates).optional(),
    }),
    output: pageOf(reviewRow),
  }),
  getReview: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}',
    summary: 'A review: roles, agenda, sections with their comments, packs, notes',
    permission: 'member',
    params: reviewParams,
    output: reviewDetail,
  }),
  createReview: operation({
    method: 'POST',
    path: '/api/v1/reviews',
    summary: 'Hold a cadence’s review at a time of your own; the way to hold an event-driven one',
    permission: 'contributor',
    body: z.object({
      cadence: idOf('cadence'),
      startsAt: instant,
      title: title.optional(),
      /** What an event-driven review is about. */
      subject: entityRefOf().optional(),
    }),
    output: created('review'),
    status: 201,
  }),
  moveReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/move',
    summary: 'Move a review, or all that follow it too; pre-reads move along, calendars follow',
    description:
      'Following reviews of the cadence that aren’t frozen move by as many days, to the same hour of ' +
      'their day.',
    permission: 'contributor',
    params: reviewParams,
    body: z.object({ startsAt: instant, following: z.boolean().default(false) }),
    output: several,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  changeReview: operation({
    method: 'PATCH',
    path: '/api/v1/reviews/{id}',
    summary: 'Rename a review, or say where it is held; calendars and invitations follow',
    description: 'With `following`, the place is that of every later review that isn’t frozen too.',
    permission: 'contributor',
    params: reviewParams,
    body: z.object({
      title: title.optional(),
      /** A room, or the address of a call; empty for nowhere in particular. */
      place: z.string().trim().max(500).optional(),
      following: z.boolean().default(false),
    }),
    output: several,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  cancelReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/cancel',
    summary: 'Cancel a review, or all that follow it too, saying why',
    permission: 'contributor',
    params: reviewParams,
    body: z.object({ reason, following: z.boolean().default(false) }),
    output: several,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  assignRoles: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/roles',
    summary: 'Name who leads, decides, facilitates and writes; null returns to the cycle’s own',
    permission: 'member',
    params: reviewParams,
    body: z.object({
      lead: idOf('person').nullable().optional(),
      decider: idOf('person').nullable().optional(),
      facilitator: idOf('person').nullable().optional(),
      scribe: idOf('person').nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  prepareReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/prepare',
    summary: 'Open a review for comments on its sections',
    permission: 'member',
    params: reviewParams,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  commentSection: operation({
    method: 'PUT',
    path: '/api/v1/reviews/{id}/sections/{section}/comment',
    summary: 'Say why a section’s figures are what they are, before the freeze',
    description:
      'A contributor of the review’s unit, whoever leads the review, or whoever was asked for it. ' +
      'Empty takes it back.',
    permission: 'member',
    params: reviewParams.extend({ section: z.string().max(100) }),
    body: z.object({ comment: z.string().trim().max(4000) }),
    output: changed,
    errors: ['wrong_state', 'rhythm.frozen'],
  }),
  previewPack: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack-preview',
    summary: 'The sections as a freeze would assemble them now, as every member sees',
    permission: 'member',
    params: reviewParams,
    output: z.object({ asOf: instant, sections: z.array(assembledSection) }),
  }),
  freezeReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/freeze',
    summary: 'Assemble the pack as its audience sees it, hash it, and keep it unchanged',
    description:
      'The insights are asked as a member without any grant, so that nothing restricted gets into a ' +
      'pack that every member may open. A job freezes reviews at their pre-read time by itself.',
    permission: 'member',
    params: reviewParams,
    output: z.object({ revision: z.number().int(), pack: z.number().int(), sha256: z.string() }),
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  revisePack: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/pack/revise',
    summary: 'Assemble a frozen pack again because data came late, as a numbered revision',
    permission: 'member',
    params: reviewParams,
    body: z.object({ reason }),
    output: z.object({ revision: z.number().int(), pack: z.number().int(), sha256: z.string() }),
    ifMatch: true,
    errors: ['wrong_state', 'rhythm.nothing_new'],
  }),
  getPack: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack',
    summary: 'The frozen pack, its hash, and what changed since the last one',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery,
    output: packView,
  }),
  thenAndNow: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack/then-and-now',
    summary: 'A figure of a frozen pack beside the same one now, with the records behind both',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery.extend({ section: z.string().max(100), figure: z.string().max(200) }),
    output: thenAndNow,
  }),
  downloadPack: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack.json',
    summary: 'The pack’s canonical JSON, byte for byte what its SHA-256 is of',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery,
    output: raw('application/json'),
  }),
  exportPack: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack.md',
    summary: 'The frozen pack as Markdown: comments, figures, charts as tables, what changed',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery,
    output: raw('text/markdown; charset=utf-8'),
  }),
  exportPackPdf: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack.pdf',
    summary: 'The frozen pack as PDF: the same pack gives the same bytes',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery,
    output: raw('application/pdf'),
  }),
  exportPackSlides: operation({
    method: 'GET',
    path: '/api/v1/reviews/{id}/pack.pptx',
    summary: 'The frozen pack as slides (PPTX), with native charts and speaker notes',
    permission: 'member',
    params: reviewParams,
    query: revisionQuery,
    output: raw('application/vnd.openxmlformats-officedocument.presentationml.presentation'),
  }),
  holdReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/hold',
    summary: 'Say that a review is being held; its pack stays as it is',
    permission: 'member',
    params: reviewParams,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  closeReview: operation({
    method: 'POST',
    path: '/api/v1/reviews/{id}/close',
    summary: 'Close a review once what was decided has been read back',
    permission: 'member',
    params: reviewParams,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'rhythm.undecided', 'rhythm.not_read_back'],
  }),

  ...rhythmFeeds,
  ...rhythmRoom,
  ...rhythmRetrospective,
};
