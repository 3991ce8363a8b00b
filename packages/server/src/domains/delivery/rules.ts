import type { checklistResults } from '@throughline/contract';

/** One item of a design release's checklist. */
export interface ChecklistItem {
  readonly text: string;
  readonly result: (typeof checklistResults)[number];
  readonly note: string;
}

/** What of a checklist stands in the way of an approval without conditions. */
export function openItems(checklist: readonly ChecklistItem[]): ChecklistItem[] {
  return checklist.filter(({ result }) => result === 'unchecked' || result === 'unmet');
}

/** When a story was begun and done, after a move to a state at a moment. */
export function storyTimes(
  before: { started_at: Date | null; done_at: Date | null },
  state: 'open' | 'in-progress' | 'done',
  now: Date,
): { started_at: Date | null; done_at: Date | null } {
  if (state === 'open') return { started_at: null, done_at: null };
  const started_at = before.started_at ?? now;
  return { started_at, done_at: state === 'done' ? (before.done_at ?? now) : null };
}
