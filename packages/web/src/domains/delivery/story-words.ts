import type { storyMissing, storyStates } from '@throughline/contract';

/** The columns of a board, in their order. */
export const storyColumns = [
  { state: 'open', label: 'Open' },
  { state: 'in-progress', label: 'In progress' },
  { state: 'in-review', label: 'In review' },
  { state: 'done', label: 'Done' },
] as const satisfies readonly { state: (typeof storyStates)[number]; label: string }[];

const lacks: Readonly<Record<(typeof storyMissing)[number], string>> = {
  estimate: 'an estimate',
  acceptance: 'acceptance criteria',
  implements: 'what it is for',
  unblocking: 'to be unblocked',
  dependency: 'what it depends on',
};

/** What a story lacks, in words; empty when it is ready. */
export function lackWords(missing: readonly (typeof storyMissing)[number][]): string {
  return missing.map((one) => lacks[one]).join(', ');
}
