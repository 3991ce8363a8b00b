import { z } from 'zod';
import { sprintStates, storyMissing, storyStates } from './delivery-states.ts';
import { followedStory } from './delivery-trackers.ts';
import { idOf, referenceOf } from './ids.ts';
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
  text,
  title,
} from './schemas.ts';

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();

/** A story as backlogs and boards show it. */
const storyCard = z.object({
  ref: referenceOf('story'),
  title: z.string(),
  state: z.enum(storyStates),
  revision: z.number().int(),
  estimate: z.number().nullable(),
  blockedReason: z.string(),
  assignee: entitySummary.nullable(),
  implements: z.array(entitySummary),
  /** What it still lacks before a sprint should take it; empty when it is ready. */
  missing: z.array(z.enum(storyMissing)),
  /** The tool that rules it; null where it is ours. */
  followed: followedStory
    .pick({ system: true, key: true, address: true, estimates: true, seenAt: true })
    .nullable(),
});

const sprintRow = z.object({
  ref: referenceOf('sprint'),
  title: z.string(),
  state: z.enum(sprintStates),
  ownerUnit: unitSummary,
  goal: z.string(),
  startsOn: plainDate,
  endsOn: plainDate,
  /** Estimates of the stories in it, and of those that are done. */
  planned: z.number(),
  done: z.number(),
});

const capacity = z.object({ person: idOf('person'), days: z.number().min(0).max(366) });

/** Backlogs and sprints. */
export const sprintOperations = {
  getBacklog: operation({
    method: 'GET',
    path: '/api/v1/backlogs/{unit}',
    summary: 'Stories of a unit that no sprint has taken, in their order, with what each lacks',
    permission: 'member',
    params: z.object({ unit: idOf('unit') }),
    query: pageQuery.extend({
      /** Only those that lack nothing, or only those that lack something. */
      ready: z.enum(['yes', 'no']).optional(),
    }),
    output: pageOf(storyCard),
  }),
  rankStory: operation({
    method: 'POST',
    path: '/api/v1/stories/{id}/rank',
    summary: 'Move a story within its unit’s order: right behind another, or to the top',
    permission: 'contributor',
    params: z.object({ id: idOf('story') }),
    body: z.object({ after: idOf('story').nullable() }),
    output: changed,
  }),
  createSprint: operation({
    method: 'POST',
    path: '/api/v1/sprints',
    summary:
      'Plan a sprint of a unit; its capacity is the team’s working days until told otherwise',
    permission: 'contributor',
    body: z.object({
      title,
      ownerUnit: idOf('unit'),
      goal: text.default(''),
      startsOn: plainDate,
      endsOn: plainDate,
    }),
    output: created('sprint'),
    status: 201,
  }),
  listSprints: operation({
    method: 'GET',
    path: '/api/v1/sprints',
    summary: 'Sprints, the latest first; of a unit, in a state',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      state: z.enum(sprintStates).optional(),
    }),
    output: pageOf(sprintRow),
  }),
  getSprint: operation({
    method: 'GET',
    path: '/api/v1/sprints/{id}',
    summary: 'A sprint: goal, capacity, and its stories in their order',
    permission: 'member',
    params: z.object({ id: idOf('sprint') }),
    output: z.object({
      ...entityFields,
      ...sprintRow.shape,
      startedAt: instant.nullable(),
      closedAt: instant.nullable(),
      capacity: z.array(z.object({ person: entitySummary, days: z.number() })),
      /** What the team got done in its last three sprints, on average; null before the first. */
      velocity: z.number().nullable(),
      stories: z.array(
        z.object({
          ...storyCard.shape,
          committed: z.boolean(),
          committedEstimate: z.number().nullable(),
          /** How it left: null while it is in the sprint. */
          outcome: z.enum(['done', 'spilled', 'removed']).nullable(),
        }),
      ),
    }),
  }),
  changeSprint: operation({
    method: 'PATCH',
    path: '/api/v1/sprints/{id}',
    summary: 'Change a sprint that has not been closed; a given capacity replaces the present one',
    permission: 'contributor',
    params: z.object({ id: idOf('sprint') }),
    body: z.object({
      title: title.optional(),
      goal: text.optional(),
      startsOn: plainDate.optional(),
      endsOn: plainDate.optional(),
      capacity: z.array(capacity).max(200).optional(),
    }),
    output: changed,
    errors: ['wrong_state', 'delivery.ruled_elsewhere'],
    ifMatch: true,
  }),
  addToSprint: operation({
    method: 'POST',
    path: '/api/v1/sprints/{id}/stories',
    summary: 'Take stories of the unit’s backlog into a sprint',
    permission: 'contributor',
    params: z.object({ id: idOf('sprint') }),
    body: z.object({ stories: z.array(idOf('story')).min(1).max(100) }),
    output: changed,
    errors: ['wrong_state', 'delivery.ruled_elsewhere'],
  }),
  removeFromSprint: operation({
    method: 'POST',
    path: '/api/v1/sprints/{id}/remove',
    summary: 'Put a story back into the backlog',
    permission: 'contributor',
    params: z.object({ id: idOf('sprint') }),
    body: z.object({ story: idOf('story') }),
    output: changed,
    errors: ['wrong_state', 'delivery.ruled_elsewhere'],
  }),
  startSprint: operation({
    method: 'POST',
    path: '/api/v1/sprints/{id}/start',
    summary: 'Start a sprint: the stories in it become what the team committed to',
    permission: 'contributor',
    params: z.object({ id: idOf('sprint') }),
    output: changed,
    errors: ['wrong_state', 'delivery.ruled_elsewhere'],
    ifMatch: true,
  }),
  closeSprint: operation({
    method: 'POST',
    path: '/api/v1/sprints/{id}/close',
    summary:
      'Close a sprint: what is not done goes on in the next one, or back to the backlog’s top',
    permission: 'contributor',
    params: z.object({ id: idOf('sprint') }),
    body: z.object({ next: idOf('sprint').nullable().default(null) }),
    output: z.object({ revision: z.number().int(), spilled: z.array(entitySummary) }),
    errors: ['wrong_state', 'delivery.ruled_elsewhere'],
    ifMatch: true,
  }),
};
