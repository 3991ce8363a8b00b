import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { entityFields, entitySummary, instant, pageOf, pageQuery, plainDate } from './schemas.ts';

/** When a module is due, counted from the day on which a person started. */
export const moduleDues = ['day-1', 'week-1', 'day-30', 'day-60', 'day-90'] as const;

/** When a module is due. */
export type ModuleDue = (typeof moduleDues)[number];

/** Text inside a block. A server-made tree: there is no node for raw HTML. */
export type TextNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly TextNode[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly TextNode[] };

/** A block of a module's text, live references filled in. */
export type BlockNode =
  | { readonly type: 'paragraph'; readonly children: readonly TextNode[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly TextNode[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly BlockNode[])[];
    }
  | { readonly type: 'quote'; readonly children: readonly BlockNode[] }
  | { readonly type: 'codeBlock'; readonly text: string; readonly language?: string | undefined }
  | { readonly type: 'rule' };

const block = z
  .custom<BlockNode>((value) => typeof value === 'object' && value !== null && 'type' in value)
  .meta({
    type: 'object',
    description: 'paragraph, heading, list, quote, codeBlock or rule, with its children',
    required: ['type'],
    properties: { type: { type: 'string' } },
    additionalProperties: true,
  });

/** How far a person is with a module. */
const moduleState = z.enum(['locked', 'open', 'read', 'done']);

const progress = z.object({
  ref: referenceOf('enrollment'),
  startedOn: plainDate,
  completedAt: instant.nullable(),
  done: z.number().int(),
  overdue: z.number().int(),
});

const audience = z.object({
  kind: z.enum(['unit', 'position', 'everyone']),
  says: z.string(),
});

const trackRow = z.object({
  ref: referenceOf('track'),
  key: z.string(),
  title: z.string(),
  summary: z.string(),
  state: z.string(),
  audience,
  modules: z.number().int(),
  /** The reader's own progress; null where they are not enrolled. */
  mine: progress.nullable(),
});

const moduleRow = z.object({
  ref: referenceOf('module'),
  key: z.string(),
  title: z.string(),
  due: z.enum(moduleDues),
  /** The reader's own due date; null where they are not enrolled. */
  dueOn: plainDate.nullable(),
  overdue: z.boolean(),
  after: z.array(referenceOf('module')),
  hasQuiz: z.boolean(),
  minutes: z.number().int(),
  mine: moduleState,
});

const enrollmentRow = z.object({
  ref: referenceOf('enrollment'),
  track: entitySummary,
  person: z.object({ ref: referenceOf('person'), name: z.string() }),
  startedOn: plainDate,
  how: z.enum(['joined', 'self', 'assigned']),
  modules: z.number().int(),
  done: z.number().int(),
  overdue: z.number().int(),
  completedAt: instant.nullable(),
});

const moduleParams = z.object({ id: idOf('module') });
const trackParams = z.object({ id: idOf('track') });

/** Onboarding and capability: tracks, their modules and quizzes, who is how far. */
export const learning = {
  listTracks: operation({
    method: 'GET',
    path: '/api/v1/tracks',
    summary: 'Tracks with their audience, and how far one is oneself',
    permission: 'member',
    query: pageQuery,
    output: pageOf(trackRow),
  }),
  getTrack: operation({
    method: 'GET',
    path: '/api/v1/tracks/{id}',
    summary: 'A track: its modules in order, what is done, due and locked for the reader',
    permission: 'member',
    params: trackParams,
    output: z.object({
      ref: referenceOf('track'),
      ...entityFields,
      key: z.string(),
      audience,
      modules: z.array(moduleRow),
      mine: progress.nullable(),
    }),
  }),
  enrol: operation({
    method: 'POST',
    path: '/api/v1/tracks/{id}/enrol',
    summary: 'Enrol oneself, or (as an editor of the track’s unit) somebody else, in a track',
    permission: 'member',
    params: trackParams,
    body: z.object({ person: idOf('person').optional(), startedOn: plainDate.optional() }),
    output: z.object({ ref: referenceOf('enrollment') }),
    status: 201,
    errors: ['already_exists', 'wrong_state'],
  }),
  getModule: operation({
    method: 'GET',
    path: '/api/v1/modules/{id}',
    summary: 'A module to read: names, dates and links in it are looked up now',
    permission: 'member',
    params: moduleParams,
    output: z.object({
      ref: referenceOf('module'),
      ...entityFields,
      key: z.string(),
      track: entitySummary,
      due: z.enum(moduleDues),
      dueOn: plainDate.nullable(),
      mine: moduleState,
      enrolled: z.boolean(),
      body: z.array(block),
      task: z.string(),
      link: z.string(),
      /** How many questions can be asked today, and how many one has answered rightly once. */
      quiz: z.object({
        questions: z.number().int(),
        answered: z.number().int(),
        passed: z.boolean(),
      }),
      unfinished: z.array(entitySummary),
      previous: entitySummary.nullable(),
      following: entitySummary.nullable(),
    }),
  }),
  completeModule: operation({
    method: 'POST',
    path: '/api/v1/modules/{id}/read',
    summary: 'Say that one has read a module; with a quiz it is done when that is passed',
    permission: 'member',
    params: moduleParams,
    output: z.object({ mine: moduleState, trackCompleted: z.boolean() }),
    errors: ['learning.not_enrolled', 'learning.prerequisite_unmet'],
  }),
  getQuiz: operation({
    method: 'GET',
    path: '/api/v1/modules/{id}/quiz',
    summary: 'The questions that can be asked today, their options shuffled, without answers',
    permission: 'member',
    params: moduleParams,
    output: z.object({
      module: entitySummary,
      questions: z.array(
        z.object({
          key: z.string(),
          question: z.string(),
          options: z.array(z.string()),
          /** Answered rightly once already. */
          answered: z.boolean(),
        }),
      ),
    }),
  }),
  answerQuiz: operation({
    method: 'POST',
    path: '/api/v1/modules/{id}/quiz-answers',
    summary: 'Answer questions of a quiz; says what was right, why, and where to read again',
    permission: 'member',
    params: moduleParams,
    body: z.object({
      answers: z
        .array(z.object({ question: z.string().max(100), option: z.string().max(500) }))
        .min(1)
        .max(50),
    }),
    output: z.object({
      score: z.number().int(),
      of: z.number().int(),
      passed: z.boolean(),
      mine: moduleState,
      trackCompleted: z.boolean(),
      results: z.array(
        z.object({
          question: z.string(),
          correct: z.boolean(),
          why: z.string(),
          about: z.array(entitySummary),
        }),
      ),
    }),
    errors: ['learning.not_enrolled', 'learning.prerequisite_unmet'],
  }),
  listEnrollments: operation({
    method: 'GET',
    path: '/api/v1/enrollments',
    summary:
      'Enrolments and how far they are: one’s own unless a track, a person or a unit is named',
    permission: 'member',
    query: pageQuery.extend({
      track: idOf('track').optional(),
      person: idOf('person').optional(),
      /** People of the unit and of everything below it. */
      unit: idOf('unit').optional(),
    }),
    output: pageOf(enrollmentRow),
  }),
  getUnitProgress: operation({
    method: 'GET',
    path: '/api/v1/units/{id}/learning',
    summary: 'How a unit’s people, those below included, are doing in each track',
    permission: 'member',
    params: z.object({ id: idOf('unit') }),
    output: z.object({
      tracks: z.array(
        z.object({
          track: entitySummary,
          enrolled: z.number().int(),
          completed: z.number().int(),
          overdue: z.number().int(),
        }),
      ),
    }),
  }),
};
