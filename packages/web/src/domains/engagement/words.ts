/** The markets that accounts belong to. */
export const segmentOptions = [
  { value: 'general-contractor', label: 'General contractors' },
  { value: 'project-owner', label: 'Project owners' },
  { value: 'specialty-contractor', label: 'Specialty contractors' },
  { value: 'partner', label: 'Partners' },
] as const;

/** The kinds of program. */
export const programKindOptions = [
  { value: 'advisory-board', label: 'Advisory board' },
  { value: 'innovation-lab', label: 'Innovation lab' },
  { value: 'executive-journey', label: 'Executive journey' },
] as const;

/** What became of feedback. */
export const feedbackStateOptions = [
  { value: 'new', label: 'New' },
  { value: 'triaged', label: 'Triaged' },
  { value: 'answered', label: 'Answered' },
  { value: 'closed', label: 'Closed' },
] as const;

/** Where feedback was heard. */
export const heardAtOptions = [
  { value: 'in-app', label: 'In the product' },
  { value: 'meeting', label: 'In a meeting' },
  { value: 'program', label: 'In a program' },
  { value: 'other', label: 'Elsewhere' },
] as const;

/** Whether an account or a contact is still ours. */
export const accountStateOptions = [
  { value: 'active', label: 'Active' },
  { value: 'former', label: 'Former' },
] as const;

/** How far a meeting is. */
export const meetingStateOptions = [
  { value: 'planned', label: 'Planned' },
  { value: 'held', label: 'Held' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

/** Whether a program goes on. */
export const programStateOptions = [
  { value: 'active', label: 'Active' },
  { value: 'ended', label: 'Ended' },
] as const;

/** An option's label by its value; the value itself where it is unknown. */
export function labelOf(
  options: readonly { readonly value: string; readonly label: string }[],
  value: string | null,
): string {
  return options.find((option) => option.value === value)?.label ?? value ?? '–';
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** An annual value for reading. */
export function annualValue(value: number): string {
  return value === 0 ? '–' : whole.format(value);
}

/** Themes as people type them: `speed, offline` → two themes. */
export function themesOf(text: string): string[] {
  return text
    .split(',')
    .map((theme) => theme.trim().toLowerCase())
    .filter((theme) => theme !== '');
}

/** A moment as the platform's picker of date and time holds it, in the viewer's zone. */
export function localOf(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
