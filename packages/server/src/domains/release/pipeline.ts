import { createHash } from 'node:crypto';
import { z } from 'zod';
import { duration } from './duration.ts';
import { readYaml } from './read-yaml.ts';

/** Where a repository keeps its pipeline. */
export const pipelinePath = '.throughline/pipeline.yaml';

const name = z.string().trim().min(1).max(100);
const url = z.url({ protocol: /^https?$/, message: 'must be an http or https address' }).max(2000);
const status = z.number().int().min(100).max(599);

const commandStep = z.strictObject({
  name,
  run: z
    .union([z.array(z.string().max(10_000)).min(1).max(200), z.string().min(1).max(50_000)])
    .meta({ description: 'A program with its arguments, or a text for `sh -e`.' }),
  timeout: duration(1, 86_400)
    .default(600)
    .meta({ description: 'Ended after this; 10m unless told.' }),
  repeatable: z.boolean().default(false).meta({
    description: 'Running it twice does no harm: after a lost worker it simply runs again.',
  }),
  network: z.boolean().default(false).meta({ description: 'The command needs the network.' }),
  environment: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(10_000))
    .default({})
    .meta({ description: 'Variables of the command. No secrets: the file is in the repository.' }),
});

const httpStep = z.strictObject({
  name,
  http: url.meta({ description: 'Asked until it answers as expected. Its host must be listed.' }),
  expect: status.default(200),
  timeout: duration(1, 86_400).default(120).meta({ description: 'Given up after this.' }),
  interval: duration(1, 3600).default(5).meta({ description: 'From one question to the next.' }),
});

const approvalStep = z.strictObject({
  name,
  approve: z.string().trim().min(1).max(1000).meta({ description: 'What a person is asked.' }),
});

const step = z.union([commandStep, httpStep, approvalStep]);
const steps = z.array(step).min(1).max(100);

const way = {
  tests: z.literal('green').optional().meta({
    description:
      'A deployment is refused while the newest run of a test job on the released commit is red, or none has reported.',
  }),
  rollback: z.array(step).max(100).default([]).meta({
    description: 'Brings back what ran before; THROUGHLINE_PREVIOUS_SHA and _VERSION name it.',
  }),
  health: z
    .strictObject({
      http: url,
      expect: status.default(200),
      interval: duration(1, 3600).default(30),
    })
    .optional()
    .meta({ description: 'Observes the deployment from its success on.' }),
};

/** The schema of a pipeline file: what editors and the server check it by. */
export const pipelineSchema = z
  .strictObject({
    version: z.literal(1),
    steps: steps
      .optional()
      .meta({ description: 'For every environment without steps of its own.' }),
    ...way,
    environments: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/), z.strictObject({ steps, ...way }))
      .default({})
      .meta({
        description:
          'An environment that stands here takes nothing from above: it has its own tests, rollback and health, or none.',
      }),
  })
  .meta({
    title: 'Throughline pipeline',
    description: 'How releases of this repository are deployed, by the key of an environment.',
  });

/** One step as the pipeline declares it, durations in seconds. */
export type StepDefinition = z.output<typeof step>;

/** What is done in one environment. */
export interface EnvironmentPipeline {
  readonly steps: readonly StepDefinition[];
  readonly rollback: readonly StepDefinition[];
  /** Whether the tests of the released commit must be green. */
  readonly testsGreen: boolean;
  readonly health:
    | { readonly http: string; readonly expect: number; readonly interval: number }
    | undefined;
}

/** A pipeline read and checked, or the faults that it has, each with its place. */
export type PipelineReading =
  | {
      readonly ok: true;
      readonly digest: string;
      of(environment: string): EnvironmentPipeline | undefined;
    }
  | { readonly ok: false; readonly faults: readonly string[] };

/** The kind of a step, as the database keeps it. */
export function stepKind(definition: StepDefinition): 'command' | 'http' | 'approval' {
  if ('run' in definition) return 'command';
  return 'http' in definition ? 'http' : 'approval';
}

/** A step in one line, as people read it. */
export function stepSays(definition: StepDefinition): string {
  if ('run' in definition) {
    return typeof definition.run === 'string' ? definition.run.trim() : definition.run.join(' ');
  }
  if ('http' in definition) return `GET ${definition.http} answers ${definition.expect}`;
  return definition.approve;
}

/** Reads a pipeline file. */
export function readPipeline(bytes: Uint8Array): PipelineReading {
  const reading = readYaml(new TextDecoder().decode(bytes), pipelineSchema);
  if (!reading.ok) return reading;
  const { data } = reading;
  return {
    ok: true,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    of(environment) {
      const own = Object.hasOwn(data.environments, environment)
        ? data.environments[environment]
        : undefined;
      const { steps: found, rollback, health, tests } = own ?? data;
      return found && { steps: found, rollback, health, testsGreen: tests === 'green' };
    },
  };
}
