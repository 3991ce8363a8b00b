import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import { obstacle, stepKind } from './release-deployment-views.ts';
import { instant, text } from './schemas.ts';

const lockView = z.object({
  ref: referenceOf('deployment_lock'),
  environment: z.object({ ref: referenceOf('environment'), title: z.string() }),
  /** Null: it holds for every repository. */
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }).nullable(),
  /** A hard lock lets nothing begin; a warning is read and passed by an act. */
  kind: z.enum(['hard', 'warning']),
  reason: z.string(),
  by: z.string(),
  since: instant,
  until: instant.nullable(),
  /** The deployment whose rollback set it. */
  rolledBack: referenceOf('deployment').nullable(),
});

const secretView = z.object({
  ref: referenceOf('deployment_secret'),
  name: z.string(),
  /** Null: for every environment without one of this name of its own. */
  environment: z.object({ ref: referenceOf('environment'), title: z.string() }).nullable(),
  setBy: z.string(),
  setAt: instant,
});

const plannedStep = z.object({
  name: z.string(),
  kind: stepKind,
  phase: z.enum(['deploy', 'rollback']),
  does: z.string(),
  migration: z.enum(['reversible', 'irreversible']).nullable(),
});

/** How a release is brought out: the plan beforehand, locks, secrets, signed callbacks. */
export const releaseRollout = {
  previewDeployment: operation({
    method: 'GET',
    path: '/api/v1/releases/{id}/deployment-plan',
    summary:
      'What a deployment of a release to an environment would do, and what stands in its way',
    permission: 'member',
    params: z.object({ id: idOf('release') }),
    query: z.object({
      environment: idOf('environment'),
      strategy: z.string().max(100).optional(),
    }),
    output: z.object({
      /** Why there is no plan; null where there is one. */
      fault: z.string().nullable(),
      strategy: z.string().nullable(),
      strategies: z.array(z.string()),
      waves: z.array(z.object({ name: z.string(), says: z.string(), steps: z.array(plannedStep) })),
      /** Before the waves, and what a rollback does after the waves' own. */
      steps: z.array(plannedStep),
      /** What happens once a step failed, in a sentence. */
      onFailure: z.string(),
      obstacles: z.array(
        z.object({
          /** Null: nothing but its end passes it. */
          obstacle: obstacle.nullable(),
          says: z.string(),
        }),
      ),
      /** Why the environment is frozen: a hotfix may pass. */
      frozen: z.string().nullable(),
    }),
    errors: ['release.not_fetched'],
  }),

  listDeploymentLocks: operation({
    method: 'GET',
    path: '/api/v1/deployment-locks',
    summary: 'The locks that hold now, of an environment or of all',
    permission: 'member',
    query: z.object({ environment: idOf('environment').optional() }),
    output: z.object({ items: z.array(lockView) }),
  }),
  lockEnvironment: operation({
    method: 'POST',
    path: '/api/v1/environments/{id}/lock',
    summary: 'Keep deployments back from an environment, of one repository or of all',
    permission: 'contributor',
    params: z.object({ id: idOf('environment') }),
    body: z.object({
      repository: idOf('repository').optional(),
      kind: z.enum(['hard', 'warning']),
      reason: text.min(1),
      until: instant.optional(),
    }),
    output: z.object({ ref: referenceOf('deployment_lock') }),
    status: 201,
  }),
  endDeploymentLock: operation({
    method: 'POST',
    path: '/api/v1/deployment-locks/{id}/end',
    summary: 'End a lock: what waits may begin',
    permission: 'contributor',
    params: z.object({ id: idOf('deployment_lock') }),
    body: z.object({ reason: text.default('') }),
    errors: ['wrong_state'],
  }),

  listDeploymentSecrets: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/deployment-secrets',
    summary: 'The names of the secrets that a repository’s pipelines can ask for',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    output: z.object({ items: z.array(secretView) }),
  }),
  setDeploymentSecret: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/deployment-secrets',
    summary: 'Set a secret of a repository’s pipelines, or replace it; nobody can read it again',
    permission: 'owner',
    params: z.object({ id: idOf('repository') }),
    body: z.object({
      name: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be such as DEPLOY_TOKEN'),
      environment: idOf('environment').optional(),
      value: z.string().min(8).max(32_768),
    }),
    output: z.object({ ref: referenceOf('deployment_secret') }),
    status: 201,
  }),
  deleteDeploymentSecret: operation({
    method: 'DELETE',
    path: '/api/v1/deployment-secrets/{id}',
    summary: 'Delete a secret of a repository’s pipelines',
    permission: 'owner',
    params: z.object({ id: idOf('deployment_secret') }),
  }),

  reportWebhookOutcome: operation({
    method: 'POST',
    path: '/api/v1/attempts/{id}/callback',
    summary: 'State how a step that a webhook began has ended',
    description:
      'Signed as Standard Webhooks 1.0 say, with the secret that the webhook itself was signed with: `webhook-id`, `webhook-timestamp`, `webhook-signature`. The body is JSON: `fence` as it came, `outcome` (`succeeded` or `failed`), `says`. The same message again changes nothing.',
    permission: 'public',
    params: z.object({ id: idOf('attempt') }),
    body: upload(['application/json'], 64 * 1024),
    errors: ['release.callback_refused', 'release.stale_fence'],
  }),
};
