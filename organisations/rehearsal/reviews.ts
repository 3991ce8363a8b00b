import { randomOf } from './random.ts';

/** What came of a review: notes, a decision, and actions with the days that they are given. */
export interface Outcome {
  readonly notes: string;
  readonly decision: {
    readonly question: string;
    readonly options: readonly string[];
    readonly choice: string;
    readonly reason: string;
  };
  readonly actions: readonly { readonly title: string; readonly days: number }[];
}

const questions = [
  { question: 'Do we go on as planned?', options: ['As planned', 'A week later', 'Stop it'] },
  { question: 'Is one more person moved to the bottleneck?', options: ['Yes', 'No'] },
  { question: 'Do we tell customers before it is everywhere?', options: ['Yes', 'Not yet'] },
] as const;

const deeds = [
  'Find out why the figure fell',
  'Talk to the team that waits',
  'Write down what was agreed',
  'Show the numbers of the pilot',
  'Clear the oldest incident actions',
] as const;

/** How a review goes, from the seed and from which one it is. */
export function outcomeOf(seed: number, review: string): Outcome {
  const random = randomOf(seed, `review ${review}`);
  const { question, options } = random.pick(questions);
  return {
    notes: 'Read in silence, then the exceptions. Fictional, as all of this.',
    decision: {
      question,
      options,
      choice: random.pick<string>(options),
      reason: 'The pack speaks for it.',
    },
    actions: Array.from({ length: random.between(1, 3) }, () => ({
      title: random.pick(deeds),
      days: random.between(5, 20),
    })),
  };
}
