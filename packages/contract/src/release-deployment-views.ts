import { z } from 'zod';
import { referenceOf } from './ids.ts';
import { failureClass } from './release-failure-class.ts';
import { instant } from './schemas.ts';

/**
 * The states of a deployment. `approving`, `gating` and `soaking` wait for a person, for a gate and
 * for time to pass; `held` keeps its place until a person decides; from `succeeded` on, nothing
 * happens by itself. `superseded`: a newer one took its place in the queue.
 */
export const deploymentState = z.enum([
  'queued',
  'running',
  'approving',
  'gating',
  'soaking',
  'held',
  'rolling-back',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
  'superseded',
]);

/** A deployment's state. */
export type DeploymentState = z.output<typeof deploymentState>;

const health = z.object({
  state: z.enum(['healthy', 'unhealthy', 'unknown']),
  says: z.string(),
  /** When it was last observed, and until when that counts; null where nothing observes it. */
  at: instant.nullable(),
  until: instant.nullable(),
});

/** What an address said runs, beside what should. */
const observed = z.object({
  revision: z.string().nullable(),
  says: z.string(),
  at: instant,
  /** Since when another revision than the deployed one was seen; null while it is the same. */
  driftSince: instant.nullable(),
});

/** A thing of this domain as a row mentions it. */
export const named = <K extends 'repository' | 'environment' | 'release'>(kind: K) =>
  z.object({ ref: referenceOf(kind), title: z.string() });

export const deploymentRow = z.object({
  ref: referenceOf('deployment'),
  title: z.string(),
  state: deploymentState,
  repository: named('repository'),
  environment: named('environment'),
  release: named('release').extend({ version: z.string() }),
  sha: z.string(),
  health,
  /** Whether this is what runs in its environment now. */
  current: z.boolean(),
  /** What was observed to run there; null where nothing reads it. */
  observed: observed.nullable(),
  requestedBy: z.string(),
  requestedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

const attemptView = z.object({
  ref: referenceOf('attempt'),
  attempt: z.number().int(),
  state: z.enum([
    'ready',
    'running',
    'succeeded',
    'failed',
    'inconclusive',
    'timed-out',
    'lost',
    'cancelled',
  ]),
  says: z.string(),
  runner: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

/** The kinds of steps. */
export const stepKind = z.enum([
  'command',
  'webhook',
  'manual',
  'http',
  'gate',
  'figure',
  'approval',
  'soak',
]);

/** The kind of a step. */
export type StepKind = z.output<typeof stepKind>;

export const waveView = z.object({
  name: z.string(),
  /** What it means, in a sentence. */
  says: z.string(),
  state: z.enum(['waiting', 'running', 'held', 'failed', 'done', 'rolled-back', 'not-begun']),
});

export const promotionView = z.object({
  environment: z.object({ ref: referenceOf('environment'), title: z.string() }),
  byItself: z.boolean(),
  state: z.enum(['waiting', 'done', 'refused', 'past']),
  says: z.string(),
  dueAt: instant,
  next: referenceOf('deployment').nullable(),
});

export const stepView = z.object({
  ref: referenceOf('step'),
  name: z.string(),
  kind: stepKind,
  phase: z.enum(['deploy', 'rollback']),
  /** The wave that it belongs to, from 0; null where it is before or after all of them. */
  wave: z.number().int().nullable(),
  state: z.enum([
    'waiting',
    'running',
    'succeeded',
    'failed',
    'inconclusive',
    'skipped',
    'cancelled',
  ]),
  /** The command, the address or the question, as people read it. */
  does: z.string(),
  repeatable: z.boolean(),
  /** A migration of data, and whether it can be taken back. */
  migration: z.enum(['reversible', 'irreversible']).nullable(),
  /** The names of the secrets that it gets. */
  secrets: z.array(z.string()),
  /** Who approved it, or why it was skipped. */
  note: z.string().nullable(),
  attempts: z.array(attemptView),
});

export const failureView = z.object({
  class: failureClass,
  says: z.string(),
  step: referenceOf('step').nullable(),
  at: instant,
  /** The last lines of the step's log. */
  log: z.array(z.string()),
  /** Its place in the failure room. */
  room: referenceOf('failure').nullable(),
});

export const act = z.enum([
  'approve',
  'approve-hotfix',
  'done',
  'cancel',
  'retry',
  'skip',
  'settle',
  'roll-back',
]);

/** What may stand in the way of a deployment and yet be passed by an act with a reason. */
export const obstacle = z.enum(['warning', 'held-back', 'reverted', 'not-promoted']);

/** What may be passed by an act. */
export type Obstacle = z.output<typeof obstacle>;
