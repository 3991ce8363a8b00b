import { z } from 'zod';
import { duration } from './duration.ts';
import { gate, spoken, status, step, url, variables, type StepDefinition } from './step-rules.ts';

const name = z.string().trim().min(1).max(100);

/** What is done in each wave. */
const wavePart = {
  steps: z.array(step).min(1).max(50),
  soak: z
    .union([
      duration(1, 30 * 86_400),
      z.strictObject({
        for: duration(1, 30 * 86_400),
        http: url,
        expect: status.default(200),
        interval: duration(1, 3600).default(15),
      }),
    ])
    .optional()
    .meta({ description: 'How long it runs, and what is asked all the while, before its gates.' }),
  gates: z.array(gate).max(50).default([]).meta({
    description: 'What must hold before the next wave.',
  }),
  rollback: z.array(step).max(50).default([]).meta({
    description: 'Takes this wave back.',
  }),
};

/** What is done in each wave that says nothing else. */
export const wave = z.strictObject(wavePart);

/** A list of waves, each as all or in a way of its own. */
export const waves = z
  .array(
    z.strictObject({
      name,
      variables: variables.default({}).meta({
        description: 'Variables of its commands, such as REGION.',
      }),
      steps: wavePart.steps.optional(),
      soak: wavePart.soak,
      gates: z.array(gate).max(50).optional(),
      rollback: z.array(step).max(50).optional(),
    }),
  )
  .min(1)
  .max(20);

const percent = z.number().int().min(1).max(100);

/** How a release is brought out: each unfolds to waves. */
export const strategy = z.union([
  z.strictObject({ waves: waves.meta({ description: 'By ring, by region, as you name them.' }) }),
  z.strictObject({
    canary: z
      .array(percent)
      .min(2)
      .max(20)
      .refine(
        (shares) => shares.every((share, at) => at === 0 || share > (shares[at - 1] ?? 0)),
        'must grow',
      )
      .refine((shares) => shares.at(-1) === 100, 'must end with 100')
      .meta({ description: 'Shares of the traffic, growing to 100: WAVE_PERCENT.' }),
  }),
  z.strictObject({
    rolling: z.number().int().min(2).max(20).meta({
      description: 'In so many batches of instances, one after another: WAVE_BATCH, WAVE_BATCHES.',
    }),
  }),
  z.strictObject({
    blueGreen: z.strictObject({ colours: z.tuple([name, name]).default(['blue', 'green']) }).meta({
      description:
        'Brings it up beside what runs, then switches: WAVE_PHASE is `prepare`, then `switch`; WAVE_COLOUR alternates with each deployment.',
    }),
  }),
  z.strictObject({
    ring: z.array(name).min(2).max(20).meta({
      description: 'Rings of people, from the nearest to all: WAVE_RING.',
    }),
  }),
]);

type Strategy = z.output<typeof strategy>;
type Wave = z.output<typeof wave>;

/** A wave as it is kept: what it is called, what it means, what its commands are told. */
export interface PlannedWave {
  readonly name: string;
  readonly says: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A wave with all that is done in it. */
export interface UnfoldedWave extends PlannedWave {
  /** Its steps, its soak, its gates: in this order. */
  readonly steps: readonly StepDefinition[];
  readonly rollback: readonly StepDefinition[];
}

interface Outline extends PlannedWave {
  readonly own?: { readonly [K in keyof Wave]?: Wave[K] | undefined };
}

/** The waves of a strategy in words and variables; `before` is how many deployments succeeded there. */
function outline(chosen: Strategy, before: number): Outline[] {
  if ('canary' in chosen) {
    return chosen.canary.map((share, at) => ({
      name: share === 100 ? 'Everybody' : `${share} %`,
      says:
        at === 0
          ? `A canary: ${share} % of the traffic gets the new version.`
          : share === 100
            ? 'All of the traffic gets it.'
            : `${share} % of the traffic gets it, from ${chosen.canary[at - 1]} %.`,
      variables: { WAVE_PERCENT: String(share) },
    }));
  }
  if ('rolling' in chosen) {
    return Array.from({ length: chosen.rolling }, (_, at) => ({
      name: `Batch ${at + 1}`,
      says: `Batch ${at + 1} of ${chosen.rolling} of the instances is replaced.`,
      variables: { WAVE_BATCH: String(at + 1), WAVE_BATCHES: String(chosen.rolling) },
    }));
  }
  if ('blueGreen' in chosen) {
    const { colours } = chosen.blueGreen;
    const colour = colours[(before + 1) % 2] ?? colours[0];
    return [
      {
        name: `Prepare ${colour}`,
        says: `The new version comes up as ${colour}, beside what runs, without traffic.`,
        variables: { WAVE_PHASE: 'prepare', WAVE_COLOUR: colour },
      },
      {
        name: `Switch to ${colour}`,
        says: `All traffic goes to ${colour}; the other stays to go back to.`,
        variables: { WAVE_PHASE: 'switch', WAVE_COLOUR: colour },
      },
    ];
  }
  if ('ring' in chosen) {
    return chosen.ring.map((ring, at) => ({
      name: ring,
      says: `Ring ${at + 1} of ${chosen.ring.length}: ${ring}.`,
      variables: { WAVE_RING: ring },
    }));
  }
  return chosen.waves.map(({ name: called, variables: told, ...own }) => ({
    name: called,
    says: Object.entries(told)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
    variables: told,
    own,
  }));
}

function soakStep(soak: NonNullable<Wave['soak']>): StepDefinition {
  const { for: seconds, ...watch } =
    typeof soak === 'number' ? { for: soak, expect: 200, interval: 15 } : soak;
  return { name: `Soak ${spoken(seconds)}`, soak: seconds, ...watch };
}

/** Unfolds a strategy to waves; the fault where one of them has nothing to do. */
export function unfoldWaves(
  chosen: Strategy,
  each: Wave | undefined,
  before: number,
): UnfoldedWave[] | { fault: string } {
  const outlined = outline(chosen, before);
  const unfolded: UnfoldedWave[] = [];
  for (const [at, { own = {}, ...planned }] of outlined.entries()) {
    const steps = own.steps ?? each?.steps;
    if (!steps)
      return { fault: `the wave “${planned.name}” has no steps, and there is no wave for all` };
    const soak = own.soak ?? each?.soak;
    unfolded.push({
      ...planned,
      variables: {
        ...planned.variables,
        WAVE: planned.name,
        WAVE_NUMBER: String(at + 1),
        WAVE_COUNT: String(outlined.length),
      },
      steps: [
        ...steps,
        ...(soak === undefined ? [] : [soakStep(soak)]),
        ...(own.gates ?? each?.gates ?? []),
      ],
      rollback: own.rollback ?? each?.rollback ?? [],
    });
  }
  return unfolded;
}
