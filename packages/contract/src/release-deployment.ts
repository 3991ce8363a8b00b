import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  act,
  deploymentRow,
  deploymentState,
  failureView,
  named,
  obstacle,
  promotionView,
  stepView,
  waveView,
} from './release-deployment-views.ts';
import { changed, created, entityFields, instant, pageOf, pageQuery, text } from './schemas.ts';

const deploymentId = z.object({ id: idOf('deployment') });
const deploymentWrite = { permission: 'contributor', params: deploymentId } as const;

/** Deployments of a release to an environment through the repository's pipeline. */
export const releaseDeployment = {
  deployRelease: operation({
    method: 'POST',
    path: '/api/v1/deployments',
    summary: 'Deploy a release to an environment',
    description:
      'The pipeline is read from the repository at the released commit. One deployment at a time runs in an environment for a repository; the next waits in the queue.',
    permission: 'contributor',
    body: z.object({
      release: idOf('release'),
      environment: idOf('environment'),
      /** One of the pipeline's strategies; its own choice unless told. */
      strategy: z.string().max(100).optional(),
      /** Passes a freeze, once somebody else approved it within this time. */
      hotfix: z
        .object({
          reason: text.min(1),
          hours: z.number().int().min(1).max(72).default(4),
        })
        .optional(),
      /** What it is begun in spite of; needs a reason. */
      despite: z.array(obstacle).max(4).default([]),
      reason: text.default(''),
    }),
    output: created('deployment'),
    status: 201,
    errors: [
      'wrong_state',
      'release.held_back',
      'release.place_locked',
      'release.secret_missing',
      'release.environment_frozen',
      'release.pipeline_missing',
      'release.pipeline_invalid',
      'release.commands_refused',
      'release.tests_not_green',
      'release.not_fetched',
    ],
  }),
  listDeployments: operation({
    method: 'GET',
    path: '/api/v1/deployments',
    summary: 'Deployments, newest first; of a repository, an environment, a release, in a state',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      environment: idOf('environment').optional(),
      release: idOf('release').optional(),
      state: deploymentState.optional(),
    }),
    output: pageOf(deploymentRow),
  }),
  getDeployment: operation({
    method: 'GET',
    path: '/api/v1/deployments/{id}',
    summary: 'A deployment: its steps and attempts, its failure with evidence, what can be done',
    permission: 'member',
    params: deploymentId,
    output: deploymentRow.extend({
      ...entityFields,
      state: deploymentState,
      pipelineDigest: z.string(),
      /** The strategy that was taken, where the pipeline has several. */
      strategy: z.string().nullable(),
      waves: z.array(waveView),
      steps: z.array(stepView),
      hotfix: z
        .object({ reason: z.string(), until: instant, approvedBy: z.string().nullable() })
        .nullable(),
      despite: z.array(
        z.object({ obstacle, says: z.string(), reason: z.string(), by: z.string() }),
      ),
      promotions: z.array(promotionView),
      failure: failureView.nullable(),
      /** What only a person can answer. */
      question: z.string().nullable(),
      /** Why it waits: another deployment, no runner. */
      waitingFor: z.string().nullable(),
      /** What came with it since the last good deployment: the suspects of a failure. */
      suspects: z.array(
        z.object({ sha: z.string(), subject: z.string(), author: z.string(), at: instant }),
      ),
      lastGood: named('release')
        .extend({ version: z.string(), deployment: referenceOf('deployment') })
        .nullable(),
      can: z.array(act),
    }),
  }),
  retryStep: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/retry',
    summary: 'Run the failed step again',
    ...deploymentWrite,
    output: changed,
    errors: [
      'wrong_state',
      'release.environment_busy',
      'release.environment_frozen',
      'release.commands_refused',
    ],
  }),
  skipStep: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/skip',
    summary: 'Go on without the failed step, for a reason',
    ...deploymentWrite,
    body: z.object({ reason: text.min(1) }),
    output: changed,
    errors: ['wrong_state', 'release.environment_busy', 'release.environment_frozen'],
  }),
  settleStep: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/settle',
    summary: 'Say what became of a step whose worker was lost: run it again, done, or failed',
    ...deploymentWrite,
    body: z.object({ answer: z.enum(['retry', 'done', 'failed']), reason: text.default('') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  approveStep: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/approve',
    summary: 'Approve the step that waits for it',
    ...deploymentWrite,
    body: z.object({ note: text.default('') }),
    output: changed,
    errors: ['wrong_state', 'release.own_deployment'],
  }),
  completeManualStep: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/complete-manual-step',
    summary: 'Say that what a person had to do is done, or that it failed',
    ...deploymentWrite,
    body: z.object({ outcome: z.enum(['done', 'failed']), note: text.min(1) }),
    output: changed,
    errors: ['wrong_state'],
  }),
  approveHotfix: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/approve-hotfix',
    summary: 'Let a hotfix that somebody else asked for pass the freeze',
    ...deploymentWrite,
    body: z.object({ note: text.default('') }),
    output: changed,
    errors: ['wrong_state', 'release.own_deployment'],
  }),
  rollBack: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/roll-back',
    summary: 'Run the rollback steps of a failed, held or current deployment',
    description:
      'The waves that had begun are taken back: the one that failed, or all where the pipeline or `waves` says so. After an irreversible migration it is refused unless `despiteMigration` is true.',
    ...deploymentWrite,
    body: z.object({
      reason: text.default(''),
      /** The pipeline's own word unless told. */
      waves: z.enum(['failed', 'all']).optional(),
      despiteMigration: z.boolean().default(false),
    }),
    output: changed,
    errors: [
      'wrong_state',
      'release.irreversible',
      'release.no_rollback',
      'release.environment_busy',
      'release.commands_refused',
    ],
  }),
  cancelDeployment: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/cancel',
    summary: 'Stop a deployment: its running command is ended first',
    ...deploymentWrite,
    body: z.object({ reason: text.default('') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  reportHealth: operation({
    method: 'POST',
    path: '/api/v1/deployments/{id}/health',
    summary: 'State what an outside monitor observed of a deployment that runs',
    ...deploymentWrite,
    body: z.object({
      state: z.enum(['healthy', 'unhealthy']),
      says: text.min(1).max(500),
      /** After this the report no longer counts. */
      seconds: z.number().int().min(5).max(86_400).default(300),
    }),
    output: changed,
    errors: ['wrong_state'],
  }),
  getAttemptLog: operation({
    method: 'GET',
    path: '/api/v1/attempts/{id}/log',
    summary: 'The log of an attempt after a chunk; ask again while it has not ended',
    permission: 'member',
    params: z.object({ id: idOf('attempt') }),
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    output: z.object({
      text: z.string(),
      /** The last chunk in this answer: what to ask after next. */
      last: z.number().int(),
      /** More chunks are there already. */
      more: z.boolean(),
      ended: z.boolean(),
      /** The log was longer than is kept. */
      truncated: z.boolean(),
    }),
  }),
};
