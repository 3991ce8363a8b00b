import type { StepKind } from '@throughline/contract';
import { z } from 'zod';
import { duration } from './duration.ts';

const day = 86_400;
const name = z.string().trim().min(1).max(100);
/** An http or https address that the server asks. */
export const url = z
  .url({ protocol: /^https?$/, message: 'must be an http or https address' })
  .max(2000);
/** A status that an address answers. */
export const status = z.number().int().min(100).max(599);
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
/** Variables of commands. */
export const variables = z.record(variableName, z.string().max(10_000));
const secretName = z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be such as DEPLOY_TOKEN');

const megabytes = z
  .string()
  .regex(/^\d{1,5}[mg]$/, 'must be such as 512m or 2g')
  .transform((text) => Number(text.slice(0, -1)) * (text.endsWith('g') ? 1024 : 1));

const commandStep = z.strictObject({
  name,
  run: z
    .union([z.array(z.string().max(10_000)).min(1).max(200), z.string().min(1).max(50_000)])
    .meta({ description: 'A program with its arguments, or a text for `sh -e`.' }),
  timeout: duration(1, day)
    .default(600)
    .meta({ description: 'Ended after this; 10m unless told.' }),
  repeatable: z.boolean().default(false).meta({
    description: 'Running it twice does no harm: after a lost worker it simply runs again.',
  }),
  network: z.boolean().default(false).meta({ description: 'The command needs the network.' }),
  environment: variables
    .default({})
    .meta({ description: 'Variables of the command. No secrets: the file is in the repository.' }),
  secrets: z.array(secretName).max(50).default([]).meta({
    description:
      'Names of secrets of the repository that this step gets, and no other: as variables, masked in its log.',
  }),
  memory: megabytes.optional().meta({
    description: 'What each of its processes may take, such as 512m; no limit unless told.',
  }),
  migration: z.enum(['reversible', 'irreversible']).optional().meta({
    description:
      'It changes what data look like. On record before it begins; after an irreversible one a rollback asks twice.',
  }),
});

const httpStep = z.strictObject({
  name,
  http: url.meta({ description: 'Asked until it answers as expected. Its host must be listed.' }),
  expect: status.default(200),
  timeout: duration(1, day).default(120).meta({ description: 'Given up after this.' }),
  interval: duration(1, 3600).default(5).meta({ description: 'From one question to the next.' }),
  unanswered: z.enum(['fail', 'hold']).default('fail').meta({
    description: 'What it means that nothing ever answered: it failed, or nobody can tell.',
  }),
});

const approvalStep = z.strictObject({
  name,
  approve: z.string().trim().min(1).max(1000).meta({ description: 'What a person is asked.' }),
  another: z.boolean().default(false).meta({
    description: 'Somebody else than who asked for the deployment approves it.',
  }),
});

const manualStep = z.strictObject({
  name,
  manual: z.string().trim().min(1).max(2000).meta({
    description: 'What a person does, and then says with a note that it is done.',
  }),
});

const webhookStep = z.strictObject({
  name,
  webhook: url.meta({
    description: 'Told by a POST that is signed as Standard Webhooks say. Its host must be listed.',
  }),
  secret: secretName.meta({
    description: 'The secret of the repository that signs, both ways: `whsec_` and base64.',
  }),
  answers: z.enum(['at-once', 'by-callback']).default('at-once').meta({
    description:
      'Whether a 2xx means that it is done, or only begun: then a signed callback says how it ended.',
  }),
  timeout: duration(1, day).default(600).meta({ description: 'Without a word after this.' }),
  repeatable: z.boolean().default(false).meta({
    description: 'Telling it twice does no harm, whether or not the first was heard.',
  }),
});

const gateStep = z.strictObject({
  name,
  gate: z
    .string()
    .regex(/^[a-z]+\.[a-z-]+$/)
    .max(100)
    .meta({ description: 'A gate of this installation, such as `operations.no-open-incident`.' }),
  about: z
    .string()
    .regex(/^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'must be the reference of an entity')
    .optional()
    .meta({
      description:
        'What it is asked about; unless told, this deployment, its release, environment or repository.',
    }),
  timeout: duration(0, day).default(0).meta({ description: 'Asked again until then.' }),
  interval: duration(1, 3600).default(15),
});

const limit = z.number();
const figureBounds = {
  atMost: limit.optional(),
  atLeast: limit.optional(),
  margin: z.number().min(0).default(0).meta({
    description: 'Beyond the limit by no more than this, nobody can tell: the deployment is held.',
  }),
  timeout: duration(0, day).default(0).meta({ description: 'Asked again until then.' }),
  interval: duration(1, 3600).default(30),
};
const metricStep = z.strictObject({
  name,
  metric: z
    .string()
    .regex(/^met_[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'must be the reference of a metric')
    .meta({ description: 'A metric of the catalog; an old value is no answer.' }),
  ...figureBounds,
});
const insightStep = z.strictObject({
  name,
  insight: z.string().min(1).max(100).meta({ description: 'An insight, by its key.' }),
  parameters: z.record(z.string(), z.unknown()).default({}),
  figure: z.string().min(1).max(200).meta({ description: 'Which of its figures, by its label.' }),
  ...figureBounds,
});

const soakStep = z.strictObject({
  name,
  soak: duration(1, 30 * day).meta({ description: 'How long it is watched before it goes on.' }),
  http: url.optional().meta({
    description: 'Asked all the while; two wrong answers in a row and it failed.',
  }),
  expect: status.default(200),
  interval: duration(1, 3600).default(15),
});

const oneLimit = {
  message: 'takes either atMost or atLeast',
};
const hasOneLimit = (gate: { atMost?: number | undefined; atLeast?: number | undefined }) =>
  (gate.atMost === undefined) !== (gate.atLeast === undefined);

/** What waits without doing anything: gates and approvals. */
export const gate = z.union([
  httpStep,
  approvalStep,
  gateStep,
  metricStep.refine(hasOneLimit, oneLimit),
  insightStep.refine(hasOneLimit, oneLimit),
]);

/** One step of a pipeline. */
export const step = z.union([commandStep, webhookStep, manualStep, soakStep, ...gate.options]);

/** One step as the pipeline declares it, durations in seconds. */
export type StepDefinition = z.output<typeof step>;

/** A step that asks a figure. */
export type FigureDefinition = Extract<StepDefinition, { atMost?: number | undefined }>;

/** A step that calls a webhook. */
export type WebhookDefinition = Extract<StepDefinition, { webhook: string }>;

/** The kind of a step, as the database keeps it. */
export function stepKind(definition: StepDefinition): StepKind {
  if ('run' in definition) return 'command';
  if ('webhook' in definition) return 'webhook';
  if ('manual' in definition) return 'manual';
  if ('soak' in definition) return 'soak';
  if ('approve' in definition) return 'approval';
  if ('gate' in definition) return 'gate';
  return 'http' in definition ? 'http' : 'figure';
}

/** A time in the largest unit that says it exactly. */
export function spoken(seconds: number): string {
  if (seconds % 3600 === 0 && seconds > 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** A step in one line, as people read it. */
export function stepSays(definition: StepDefinition): string {
  if ('run' in definition) {
    return typeof definition.run === 'string' ? definition.run.trim() : definition.run.join(' ');
  }
  if ('webhook' in definition) return `POST ${definition.webhook}`;
  if ('manual' in definition) return definition.manual;
  if ('approve' in definition) return definition.approve;
  if ('soak' in definition) {
    const watch = definition.http
      ? `, as long as ${definition.http} answers ${definition.expect}`
      : '';
    return `Runs for ${spoken(definition.soak)}${watch}`;
  }
  if ('gate' in definition) return definition.gate;
  if ('http' in definition) return `GET ${definition.http} answers ${definition.expect}`;
  const what =
    'metric' in definition ? definition.metric : `${definition.figure} of ${definition.insight}`;
  return definition.atMost === undefined
    ? `${what} is at least ${definition.atLeast}`
    : `${what} is at most ${definition.atMost}`;
}

/** Whether a lost attempt of it simply begins anew: a question does no harm, a command may. */
export function isRepeatable(definition: StepDefinition): boolean {
  return 'run' in definition || 'webhook' in definition ? definition.repeatable : true;
}
