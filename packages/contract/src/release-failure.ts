import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { deploymentState, named } from './release-deployment-views.ts';
import { failureClass } from './release-failure-class.ts';
import { entityFields, entitySummary, instant, pageOf, pageQuery, text } from './schemas.ts';

/**
 * `acting`: somebody's act is under way, and its end decides. `held`: it was put off until a moment,
 * and until then nothing new begins where it stands.
 */
export const failureStates = ['open', 'acting', 'held', 'settled'] as const;

/** Where a failure stands. */
export const failureState = z.enum(failureStates);

/** Where a failure stands. */
export type FailureState = z.output<typeof failureState>;

/**
 * What ended a failure. `retry`: the same step passed when it ran again. `roll-forward`: a later
 * deployment succeeded in its place. `recurred`: what was done about it led to the next failure.
 */
export const settlements = [
  'retry',
  'skip',
  'answer',
  'roll-back',
  'roll-forward',
  'cancelled',
  'recurred',
  'by-hand',
] as const;

const settlement = z.enum(settlements);

/** What ended a failure. */
export type Settlement = z.output<typeof settlement>;

const settled = z.object({ how: settlement, note: z.string(), by: z.string(), at: instant });

const failureAct = z.enum([
  'retry',
  'skip',
  'answer',
  'roll-back',
  'freeze',
  'hold',
  'release',
  'settle',
  'assign',
]);

const personLink = z.object({ ref: referenceOf('person'), title: z.string() });

const failureRow = z.object({
  ref: referenceOf('failure'),
  title: z.string(),
  state: failureState,
  class: failureClass,
  says: z.string(),
  /** The name of the step that failed; null where it was none. */
  step: z.string().nullable(),
  repository: named('repository'),
  environment: named('environment').nullable(),
  production: z.boolean(),
  /** What failed. */
  deployment: z
    .object({
      ref: referenceOf('deployment'),
      title: z.string(),
      state: deploymentState,
      version: z.string(),
    })
    .nullable(),
  change: z.object({ ref: referenceOf('change'), title: z.string() }).nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  assignee: personLink.nullable(),
  at: instant,
  heldUntil: instant.nullable(),
  heldReason: z.string().nullable(),
  /** How often the same signature was seen before this. */
  seenBefore: z.number().int(),
  settled: settled.nullable(),
  revision: z.number().int(),
});

/** How safe it is to go back behind a commit. */
const safety = z.enum(['safe', 'look', 'unsafe']);

/** How safe it is to go back behind a commit. */
export type RollbackSafety = z.output<typeof safety>;

const suspect = z.object({
  sha: z.string(),
  subject: z.string(),
  author: z.string(),
  /** The author as the organisation knows them. */
  person: personLink.nullable(),
  at: instant,
  /** From 0 to 100, the highest first. */
  suspicion: z.number().int(),
  reasons: z.array(z.string()),
  files: z.array(z.string()),
  rollback: z.object({ safety, reasons: z.array(z.string()) }),
});

const runbook = z.object({
  class: failureClass,
  /** Markdown. */
  body: z.string(),
  /** Whose words these are: the program's, the organisation's, or the repository's. */
  scope: z.enum(['shipped', 'organisation', 'repository']),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
});

const reason = text.min(1).max(2000);

const doing = z.discriminatedUnion('do', [
  z.object({ do: z.literal('retry') }),
  z.object({ do: z.literal('skip'), reason }),
  z.object({
    do: z.literal('answer'),
    answer: z.enum(['retry', 'done', 'failed']),
    reason: text.default(''),
  }),
  z.object({ do: z.literal('roll-back'), reason }),
  z.object({ do: z.literal('freeze'), reason, until: instant.optional() }),
  z.object({ do: z.literal('hold'), reason, until: instant }),
  z.object({ do: z.literal('release') }),
  z.object({ do: z.literal('settle'), note: reason }),
  z.object({ do: z.literal('assign'), person: idOf('person').nullable() }),
]);

/** The failure room: what went wrong, why, and what can be done about it. */
export const releaseFailure = {
  listFailures: operation({
    method: 'GET',
    path: '/api/v1/failures',
    summary: 'Failures of deployments and of changes on their way to a line, worst first',
    description:
      'Those that are not settled unless told; the worst first, then the newest. Settled ones come newest first.',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(['unsettled', ...failureStates]).default('unsettled'),
      class: failureClass.optional(),
      repository: idOf('repository').optional(),
      environment: idOf('environment').optional(),
      service: idOf('service').optional(),
      unit: idOf('unit').optional(),
      assignee: idOf('person').optional(),
      /** Those that look like this one, whenever they were. */
      like: idOf('failure').optional(),
    }),
    output: pageOf(failureRow),
  }),
  getFailure: operation({
    method: 'GET',
    path: '/api/v1/failures/{id}',
    summary: 'A failure: its evidence, its suspects, whether rolling back is safe, whom to ask',
    permission: 'member',
    params: z.object({ id: idOf('failure') }),
    output: failureRow.extend({
      ...entityFields,
      state: failureState,
      /** Why it is of its class. */
      reasons: z.array(z.string()),
      /** The log around the error. */
      lines: z.array(z.object({ text: z.string(), error: z.boolean() })),
      attempt: referenceOf('attempt').nullable(),
      lastGood: named('release')
        .extend({ version: z.string(), deployment: referenceOf('deployment') })
        .nullable(),
      suspects: z.array(suspect),
      /** What changed besides commits. */
      besides: z.array(z.object({ says: z.string(), at: instant, entity: entitySummary })),
      rollback: z.object({
        safety: z.enum(['safe', 'look', 'unsafe', 'impossible']),
        says: z.string(),
      }),
      owners: z.array(
        z.object({
          person: personLink.nullable(),
          unit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
          says: z.string(),
        }),
      ),
      runbook,
      /** What ended those of the same signature. */
      remedies: z.array(z.object({ how: settlement, times: z.number().int() })),
      /** Failures of the same signature, newest first. */
      earlier: z.array(
        z.object({
          ref: referenceOf('failure'),
          title: z.string(),
          at: instant,
          settled: settled.nullable(),
        }),
      ),
      incidents: z.array(entitySummary),
      services: z.array(z.object({ ref: referenceOf('service'), title: z.string() })),
      can: z.array(failureAct),
    }),
  }),
  actOnFailures: operation({
    method: 'POST',
    path: '/api/v1/failures/act',
    summary: 'Do one thing about one failure or many; each is answered for itself',
    description:
      'Each is done in a transaction of its own, with the rights of whoever asks: what cannot be done to one of them does not keep it from the others.',
    permission: 'contributor',
    body: z.object({ failures: z.array(idOf('failure')).min(1).max(100), act: doing }),
    output: z.object({
      results: z.array(
        z.object({ failure: referenceOf('failure'), done: z.boolean(), says: z.string() }),
      ),
    }),
  }),
  listRunbooks: operation({
    method: 'GET',
    path: '/api/v1/runbooks',
    summary:
      'What to do about each class of failure; as it stands for a repository where one is named',
    permission: 'member',
    query: z.object({ repository: idOf('repository').optional() }),
    output: z.object({ items: z.array(runbook) }),
  }),
  changeRunbook: operation({
    method: 'PUT',
    path: '/api/v1/runbooks/{class}',
    summary:
      'Write the runbook of a class: for everybody, or for one repository; empty takes it back',
    permission: 'editor',
    params: z.object({ class: failureClass }),
    body: z.object({ repository: idOf('repository').nullable().default(null), body: text }),
    output: z.object({ scope: z.enum(['shipped', 'organisation', 'repository']) }),
  }),
  listFlakySteps: operation({
    method: 'GET',
    path: '/api/v1/flaky-steps',
    summary: 'Steps that failed and then passed on the same commit, the most frequent first',
    permission: 'member',
    query: z.object({ repository: idOf('repository').optional() }),
    output: z.object({
      items: z.array(
        z.object({
          repository: named('repository'),
          step: z.string(),
          /** Commits on which it both failed and passed. */
          commits: z.number().int(),
          failed: z.number().int(),
          runs: z.number().int(),
          lastAt: instant,
          deployment: z.object({ ref: referenceOf('deployment'), title: z.string() }),
        }),
      ),
    }),
  }),
};
