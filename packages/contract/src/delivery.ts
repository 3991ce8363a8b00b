import { z } from 'zod';
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
  title,
} from './schemas.ts';

/** How far a story is. */
export const storyStates = ['open', 'in-progress', 'done'] as const;

/** The verdict on a design release: its state. */
export const verdicts = ['pending', 'approved', 'conditional', 'rejected'] as const;

/** How a design meets one item of the checklist. */
export const checklistResults = ['unchecked', 'met', 'unmet', 'not-applicable'] as const;

const address = z.url({ protocol: /^https?$/ }).max(2000);
const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();

const storyRow = z.object({
  ref: referenceOf('story'),
  title: z.string(),
  state: z.enum(storyStates),
  ownerUnit: unitSummary,
  /** In the team's own measure: points or days. */
  estimate: z.number().nullable(),
  implements: z.array(entitySummary),
  updatedAt: instant,
});

const checklistItem = z.object({
  text: z.string().trim().min(1).max(300),
  result: z.enum(checklistResults).default('unchecked'),
  note: z.string().trim().max(2000).default(''),
});

const designReleaseRow = z.object({
  ref: referenceOf('design_release'),
  title: z.string(),
  state: z.enum(verdicts),
  ownerUnit: unitSummary,
  designs: entitySummary.nullable(),
  file: z.string(),
  version: z.string(),
  updatedAt: instant,
});

/** How teams work: stories, and design releases whose verdict is a gate. */
export const delivery = {
  createStory: operation({
    method: 'POST',
    path: '/api/v1/stories',
    summary: 'Add a story of a unit, with what it implements',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      estimate: z.number().min(0).max(10_000).optional(),
      implements: z.array(entityRefOf('initiative', 'feature')).max(20).default([]),
    }),
    output: created('story'),
    status: 201,
  }),
  getStory: operation({
    method: 'GET',
    path: '/api/v1/stories/{id}',
    summary: 'A story',
    permission: 'member',
    params: z.object({ id: idOf('story') }),
    output: z.object({
      ...entityFields,
      ...storyRow.shape,
      startedAt: instant.nullable(),
      doneAt: instant.nullable(),
      changes: z.array(entitySummary),
    }),
  }),
  listStories: operation({
    method: 'GET',
    path: '/api/v1/stories',
    summary: 'Stories, newest first; of a unit, in a state, implementing an initiative or feature',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      state: z.enum(storyStates).optional(),
      implements: entityRefOf('initiative', 'feature').optional(),
    }),
    output: pageOf(storyRow),
  }),
  changeStory: operation({
    method: 'PATCH',
    path: '/api/v1/stories/{id}',
    summary: 'Change a story or move it on; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('story') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      estimate: z.number().min(0).max(10_000).nullable().optional(),
      state: z.enum(storyStates).optional(),
      implements: z.array(entityRefOf('initiative', 'feature')).max(20).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),

  createDesignRelease: operation({
    method: 'POST',
    path: '/api/v1/design-releases',
    summary: 'Submit a version of a design for review, with its checklist',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      designs: entityRefOf('initiative', 'feature').optional(),
      file: address,
      version: z.string().trim().min(1).max(200),
      checklist: z.array(checklistItem).max(100).default([]),
    }),
    output: created('design_release'),
    status: 201,
  }),
  getDesignRelease: operation({
    method: 'GET',
    path: '/api/v1/design-releases/{id}',
    summary: 'A design release with its checklist and verdict',
    permission: 'member',
    params: z.object({ id: idOf('design_release') }),
    output: z.object({
      ...entityFields,
      ...designReleaseRow.shape,
      checklist: z.array(
        z.object({ text: z.string(), result: z.enum(checklistResults), note: z.string() }),
      ),
      verdictReason: z.string(),
      verdictAt: instant.nullable(),
    }),
  }),
  listDesignReleases: operation({
    method: 'GET',
    path: '/api/v1/design-releases',
    summary:
      'Design releases, newest first; of a unit, with a verdict, of an initiative or feature',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      state: z.enum(verdicts).optional(),
      designs: entityRefOf('initiative', 'feature').optional(),
    }),
    output: pageOf(designReleaseRow),
  }),
  changeDesignRelease: operation({
    method: 'PATCH',
    path: '/api/v1/design-releases/{id}',
    summary: 'Change a design release; another file or version asks for a new verdict',
    permission: 'contributor',
    params: z.object({ id: idOf('design_release') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      designs: entityRefOf('initiative', 'feature').nullable().optional(),
      file: address.optional(),
      version: z.string().trim().min(1).max(200).optional(),
      checklist: z.array(checklistItem).max(100).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  approveDesignRelease: operation({
    method: 'POST',
    path: '/api/v1/design-releases/{id}/verdict',
    summary: 'Give the verdict: approved needs every item met; conditions and refusals a reason',
    permission: 'editor',
    params: z.object({ id: idOf('design_release') }),
    body: z.object({
      verdict: z.enum(['approved', 'conditional', 'rejected']),
      reason: text.default(''),
    }),
    output: changed,
    ifMatch: true,
    errors: ['delivery.checklist_unmet'],
  }),
};
