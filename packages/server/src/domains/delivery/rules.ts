import type { checklistResults, storyMissing, storyStates } from '@throughline/contract';

/** One item of a design release's checklist. */
export interface ChecklistItem {
  readonly text: string;
  /** The design standard that it checks, by key. */
  readonly standard?: string | null | undefined;
  readonly result: (typeof checklistResults)[number];
  readonly note: string;
}

/** What of a checklist stands in the way of an approval without conditions. */
export function openItems(checklist: readonly ChecklistItem[]): ChecklistItem[] {
  return checklist.filter(({ result }) => result === 'unchecked' || result === 'unmet');
}

/** An exception from an item, until a day. */
export interface Waiver {
  readonly item: string;
  readonly version: string;
  readonly until: string;
}

/** Whether a waiver holds for a version on a day, its last day included. */
export function waiverHolds(waiver: Waiver, version: string, today: string): boolean {
  return waiver.version === version && today <= waiver.until;
}

/** What of a checklist stands in the way although waivers hold. */
export function unwaived(
  checklist: readonly ChecklistItem[],
  waivers: readonly Waiver[],
): ChecklistItem[] {
  const waived = new Set(waivers.map(({ item }) => item));
  return openItems(checklist).filter(({ text }) => !waived.has(text));
}

/** When a story was begun and done, after a move to a state at a moment. */
export function storyTimes(
  before: { started_at: Date | null; done_at: Date | null },
  state: (typeof storyStates)[number],
  now: Date,
): { started_at: Date | null; done_at: Date | null } {
  if (state === 'open') return { started_at: null, done_at: null };
  if (state === 'dropped') return { started_at: before.started_at, done_at: null };
  const started_at = before.started_at ?? now;
  return { started_at, done_at: state === 'done' ? (before.done_at ?? now) : null };
}

/** What a story brings to a sprint's planning. */
export interface StoryFacts {
  readonly estimate: number | null;
  readonly acceptance: string;
  readonly implemented: number;
  readonly blockedReason: string;
  /** Stories that it depends on and that are not done. */
  readonly waitsFor: number;
}

/** What a story lacks before a sprint should take it; nothing when it is ready. */
export function missingOf(story: StoryFacts): (typeof storyMissing)[number][] {
  return [
    ...(story.estimate === null ? (['estimate'] as const) : []),
    ...(story.acceptance === '' ? (['acceptance'] as const) : []),
    ...(story.implemented === 0 ? (['implements'] as const) : []),
    ...(story.blockedReason === '' ? [] : (['unblocking'] as const)),
    ...(story.waitsFor === 0 ? [] : (['dependency'] as const)),
  ];
}

/** The branch of a story: its reference joins the change to it, the title is for people. */
export function branchName(ref: string, title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return `feature/${ref}${words === '' ? '' : `-${words}`}`;
}
