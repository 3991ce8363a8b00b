import { createHash } from 'node:crypto';
import { z } from 'zod';
import { duration } from './duration.ts';
import { readYaml } from './read-yaml.ts';
import { status, step, url, type StepDefinition } from './step-rules.ts';
import { strategy, unfoldWaves, wave, waves, type PlannedWave } from './wave-rules.ts';

export { isRepeatable, stepKind, stepSays, type StepDefinition } from './step-rules.ts';
export type { PlannedWave } from './wave-rules.ts';

/** Where a repository keeps its pipeline. */
export const pipelinePath = '.throughline/pipeline.yaml';

const key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/);
const steps = z.array(step).min(1).max(100);

const way = {
  steps: steps.optional().meta({
    description: 'What is done before the waves; without waves, all that is done.',
  }),
  waves: waves.optional().meta({ description: 'Waves by ring or region, one after another.' }),
  strategies: z
    .record(key, strategy)
    .optional()
    .meta({ description: 'Ways of bringing a release out, by name; one of them is chosen.' }),
  strategy: key.optional().meta({ description: 'The one that is taken unless somebody chooses.' }),
  patches: key.optional().meta({ description: 'The one that patch releases take: 1.4.1, 1.4.2 …' }),
  wave: wave.optional().meta({ description: 'What is done in each wave.' }),
  tests: z.literal('green').optional().meta({
    description:
      'A deployment is refused while the newest run of a test job on the released commit is red, or none has reported.',
  }),
  onFailure: z.enum(['stop', 'hold', 'rollBack']).optional().meta({
    description:
      'Once a step failed: `stop` ends the deployment, `hold` keeps the place until a person decides (with waves, unless told), `rollBack` takes it back at once.',
  }),
  rollBackWaves: z.enum(['failed', 'all']).default('failed').meta({
    description: 'Whether a rollback takes back only the wave that failed, or those before it too.',
  }),
  rollback: z.array(step).max(100).default([]).meta({
    description:
      'Brings back what ran before, after the waves’ own; THROUGHLINE_PREVIOUS_SHA and _VERSION name it.',
  }),
  health: z
    .strictObject({
      http: url,
      expect: status.default(200),
      interval: duration(1, 3600).default(30),
    })
    .optional()
    .meta({ description: 'Observes the deployment from its success on.' }),
  revision: z
    .strictObject({
      http: url,
      pointer: z
        .string()
        .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'must be a JSON pointer such as /build/sha')
        .max(500)
        .optional(),
      header: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,100}$/)
        .optional(),
      interval: duration(5, 86_400).default(60),
    })
    .refine(({ pointer, header }) => (pointer === undefined) !== (header === undefined), {
      message: 'takes either a pointer or a header',
    })
    .optional()
    .meta({
      description:
        'Where it says which commit, tag or version runs; another than intended is drift.',
    }),
  after: key.optional().meta({
    description: 'A release goes here only once it ran in this environment.',
  }),
  promote: z.enum(['auto', 'by-hand']).optional().meta({
    description: 'Whether it goes on to here by itself.',
  }),
  settle: duration(0, 30 * 86_400)
    .default(0)
    .meta({
      description: 'How long it must have run well there first.',
    }),
  supersede: z.boolean().default(true).meta({
    description: 'A newer deployment takes the place of an older one that still waits.',
  }),
};

interface Declared {
  steps?: unknown;
  waves?: unknown;
  strategies?: Record<string, unknown> | undefined;
  strategy?: string | undefined;
  patches?: string | undefined;
  promote?: string | undefined;
  after?: string | undefined;
}

function checkWay(declared: Declared, context: z.RefinementCtx, needsSteps: boolean): void {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { steps: first, waves: listed, strategies, strategy: chosen, patches } = declared;
  if (needsSteps && !first && !listed && !strategies) fault('steps', 'must be there, or waves');
  if (listed && strategies) fault('waves', 'stand in a strategy, where there are strategies');
  if (strategies && (chosen === undefined || !Object.hasOwn(strategies, chosen)))
    fault('strategy', 'must name one of the strategies');
  if (!strategies && chosen !== undefined) fault('strategy', 'needs strategies');
  if (patches !== undefined && !(strategies && Object.hasOwn(strategies, patches)))
    fault('patches', 'must name one of the strategies');
  if (declared.promote && declared.after === undefined) fault('promote', 'needs after');
}

/** The schema of a pipeline file: what editors and the server check it by. */
export const pipelineSchema = z
  .strictObject({
    version: z.literal(1),
    ...way,
    environments: z
      .record(
        key,
        z.strictObject(way).superRefine((own, context) => checkWay(own, context, true)),
      )
      .default({})
      .meta({
        description:
          'An environment that stands here takes nothing from above: it has its own steps, tests, rollback and health, or none.',
      }),
  })
  .superRefine((file, context) => checkWay(file, context, false))
  .meta({
    title: 'Throughline pipeline',
    description: 'How releases of this repository are deployed, by the key of an environment.',
  });

/** A step with its place in the plan. */
export interface PlannedStep {
  readonly phase: 'deploy' | 'rollback';
  /** The wave that it belongs to, from 0. */
  readonly wave: number | null;
  readonly definition: StepDefinition;
}

/** What is done in one environment. */
export interface EnvironmentPipeline {
  readonly steps: readonly PlannedStep[];
  readonly waves: readonly PlannedWave[];
  /** The strategy that was taken, and those that can be. */
  readonly strategy: string | null;
  readonly strategies: readonly string[];
  readonly onFailure: 'stop' | 'hold' | 'roll-back';
  readonly rollBackWaves: 'failed' | 'all';
  readonly supersedes: boolean;
  /** Whether the tests of the released commit must be green. */
  readonly testsGreen: boolean;
  readonly health:
    | { readonly http: string; readonly expect: number; readonly interval: number }
    | undefined;
  readonly revision: RevisionProbe | undefined;
  /** The key of the environment that a release passes first. */
  readonly after: string | null;
}

/** Where an address says which revision runs. */
export interface RevisionProbe {
  readonly http: string;
  readonly pointer?: string | undefined;
  readonly header?: string | undefined;
  readonly interval: number;
}

/** An environment that a release goes on to. */
export interface Onward {
  readonly key: string;
  readonly byItself: boolean;
  readonly settleSeconds: number;
}

/** What a plan is made for. */
export interface PlanFor {
  readonly environment: string;
  readonly version: string;
  /** A strategy that somebody chose. */
  readonly strategy?: string | undefined;
  /** How many deployments succeeded there before: which colour is next. */
  readonly before: number;
}

/** A pipeline read and checked, or the faults that it has, each with its place. */
export type PipelineReading =
  | {
      readonly ok: true;
      readonly digest: string;
      /** The plan; undefined where nothing is said for it, a fault where it can't be unfolded. */
      of(wanted: PlanFor): EnvironmentPipeline | { readonly fault: string } | undefined;
      /** Where a release goes from an environment. */
      onwardFrom(environment: string): readonly Onward[];
    }
  | { readonly ok: false; readonly faults: readonly string[] };

type File = z.output<typeof pipelineSchema>;
type Way = Omit<File, 'version' | 'environments'>;

/** Whether a version only mends the one before: 1.4.2, 1.4.2-rc.1. */
function isPatch(version: string): boolean {
  const found = /^\d+\.\d+\.(\d+)/.exec(version);
  return found !== null && Number(found[1]) > 0;
}

function planOf(own: Way, wanted: PlanFor): EnvironmentPipeline | { fault: string } {
  const names = Object.keys(own.strategies ?? {});
  const fallback =
    own.patches !== undefined && isPatch(wanted.version) ? own.patches : own.strategy;
  const name = wanted.strategy ?? fallback ?? null;
  const found = name === null ? undefined : own.strategies?.[name];
  if (name !== null && (!found || !names.includes(name))) {
    return { fault: `there is no strategy “${name}” for ${wanted.environment}` };
  }
  const chosen = found ?? (own.waves ? { waves: own.waves } : undefined);
  const unfolded = chosen ? unfoldWaves(chosen, own.wave, wanted.before) : [];
  if ('fault' in unfolded) return unfolded;
  const forward = unfolded.flatMap((one, at) =>
    one.steps.map((definition): PlannedStep => ({ phase: 'deploy', wave: at, definition })),
  );
  // Back in the opposite order: the last wave first, what is for all of them last.
  const back = unfolded
    .map((one, at) =>
      one.rollback.map((definition): PlannedStep => ({ phase: 'rollback', wave: at, definition })),
    )
    .toReversed()
    .flat();
  const all = (phase: 'deploy' | 'rollback', list: readonly StepDefinition[]) =>
    list.map((definition): PlannedStep => ({ phase, wave: null, definition }));
  const failing = own.onFailure ?? (unfolded.length > 0 ? 'hold' : 'stop');
  return {
    steps: [
      ...all('deploy', own.steps ?? []),
      ...forward,
      ...back,
      ...all('rollback', own.rollback),
    ],
    waves: unfolded.map(({ name: called, says, variables }) => ({ name: called, says, variables })),
    strategy: name,
    strategies: names,
    onFailure: failing === 'rollBack' ? 'roll-back' : failing,
    rollBackWaves: own.rollBackWaves,
    supersedes: own.supersede,
    testsGreen: own.tests === 'green',
    health: own.health,
    revision: own.revision,
    after: own.after ?? null,
  };
}

/** Reads a pipeline file. */
export function readPipeline(bytes: Uint8Array): PipelineReading {
  const reading = readYaml(new TextDecoder().decode(bytes), pipelineSchema);
  if (!reading.ok) return reading;
  const { data } = reading;
  return {
    ok: true,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    of(wanted) {
      const own = Object.hasOwn(data.environments, wanted.environment)
        ? data.environments[wanted.environment]
        : undefined;
      const taken: Way = own ?? data;
      return taken.steps || taken.waves || taken.strategies ? planOf(taken, wanted) : undefined;
    },
    onwardFrom: (environment) =>
      Object.entries(data.environments)
        .filter(([, own]) => own.after === environment && own.promote !== undefined)
        .map(([onward, own]) => ({
          key: onward,
          byItself: own.promote === 'auto',
          settleSeconds: own.settle,
        })),
  };
}
