import { z } from 'zod';
import {
  designEvidenceOperations,
  designScreen,
  usabilityEvidence,
} from './delivery-design-evidence.ts';
import { sprintOperations } from './delivery-sprints.ts';
import { storyMissing, storyStates } from './delivery-states.ts';
import { testOperations } from './delivery-tests.ts';
import { followedStory, trackerOperations } from './delivery-trackers.ts';
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
  plainDate,
  slug,
  text,
  title,
} from './schemas.ts';

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
  /** The design standard that it checks, by key. */
  standard: slug.optional(),
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

const waiver = z.object({
  ref: referenceOf('design_waiver'),
  item: z.string(),
  reason: z.string(),
  until: plainDate,
  grantedBy: z.string(),
  grantedAt: instant,
  version: z.string(),
  /** It is of the present version, and its last day has not passed. */
  holds: z.boolean(),
});

/** How teams work: stories, backlogs, sprints, and design releases whose verdict is a gate. */
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
      acceptance: text.default(''),
      assignee: idOf('person').optional(),
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
      /** When it is right: what its reviewer checks. */
      acceptance: z.string(),
      blockedReason: z.string(),
      assignee: entitySummary.nullable(),
      /** What it still lacks before a sprint should take it; empty when it is ready. */
      missing: z.array(z.enum(storyMissing)),
      /** The branch to work on, so that its change joins the story by itself. */
      branch: z.string(),
      /** The tool that rules it; null where it is ours. */
      followed: followedStory.nullable(),
      /** The sprint that it is in now. */
      sprint: entitySummary.nullable(),
      startedAt: instant.nullable(),
      doneAt: instant.nullable(),
      /** From state to state, oldest first: the last two hundred. */
      moves: z.array(
        z.object({ at: instant, from: z.enum(storyStates).nullable(), to: z.enum(storyStates) }),
      ),
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
      acceptance: text.optional(),
      /** What it waits for; empty when nothing holds it up any more. */
      blockedReason: z.string().trim().max(1000).optional(),
      assignee: idOf('person').nullable().optional(),
      state: z.enum(storyStates).optional(),
      implements: z.array(entityRefOf('initiative', 'feature')).max(20).optional(),
    }),
    output: changed,
    errors: ['delivery.ruled_elsewhere'],
    ifMatch: true,
  }),

  ...sprintOperations,
  ...trackerOperations,

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
        z.object({
          text: z.string(),
          standard: z.string().nullable(),
          result: z.enum(checklistResults),
          note: z.string(),
        }),
      ),
      waivers: z.array(waiver),
      /** The screens of all versions, those of the present one first. */
      screens: z.array(designScreen),
      /** The usability evidence of all versions, that of the present one first. */
      evidence: z.array(usabilityEvidence),
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
  waiveStandard: operation({
    method: 'POST',
    path: '/api/v1/design-releases/{id}/waivers',
    summary: 'Let a version go on without an item of its checklist, until a day',
    permission: 'editor',
    params: z.object({ id: idOf('design_release') }),
    body: z.object({
      item: z.string().trim().min(1).max(300),
      reason: z.string().trim().min(1).max(2000),
      until: plainDate,
    }),
    output: changed,
    ifMatch: true,
  }),
  ...designEvidenceOperations,
  ...testOperations,

  listDesignStandards: operation({
    method: 'GET',
    path: '/api/v1/design-standards',
    summary: 'What designs are checked against, group by group',
    permission: 'member',
    output: z.object({
      groups: z.array(
        z.object({
          key: z.string(),
          title: z.string(),
          standards: z.array(
            z.object({ key: z.string(), text: z.string(), describes: z.string() }),
          ),
        }),
      ),
    }),
  }),
};
