/** Options of a choice from their values, in words. */
function worded<V extends string>(words: Readonly<Record<V, string>>) {
  return (Object.entries(words) as [V, string][]).map(([value, label]) => ({ value, label }));
}

export const incidentStateOptions = worded({
  open: 'Open',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
});

export const causeOptions = worded({
  unknown: 'Not known',
  deployment: 'A deployment',
  'infrastructure-change': 'An infrastructure change',
  flag: 'A flag',
  dependency: 'Something that it depends on',
  capacity: 'Too little capacity',
  hardware: 'Hardware',
  data: 'Data',
  attack: 'An attack',
  other: 'Something else',
});

export const roleOptions = worded({
  commander: 'Commander',
  communications: 'Communications',
  scribe: 'Scribe',
  operations: 'Operations',
  expert: 'Expert',
});

/** What a line of the timeline tells of; `status` is written by acts. */
export const timelineOptions = worded({
  note: 'Note',
  detected: 'Detected',
  decision: 'Decision',
  action: 'Action',
  communication: 'Communication',
});

export const sloStateOptions = worded({
  spent: 'Budget spent',
  burning: 'Burning too fast',
  unknown: 'Cannot be told',
  healthy: 'Healthy',
  retired: 'Retired',
});

export const findingStateOptions = worded({
  open: 'Open',
  excepted: 'With an exception',
  fixed: 'Fixed',
  dismissed: 'Dismissed',
});

export const securitySeverityOptions = worded({
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
});

export const changeStateOptions = worded({
  planned: 'Planned',
  approved: 'Approved',
  'in-progress': 'In progress',
  succeeded: 'Succeeded',
  failed: 'Failed',
  'rolled-back': 'Rolled back',
  cancelled: 'Cancelled',
});

export const riskOptions = worded({ low: 'Low', medium: 'Medium', high: 'High' });

export const postmortemStateOptions = worded({
  draft: 'Draft',
  'in-review': 'In review',
  published: 'Published',
});

/** The label of a value among options; the value itself where it has none. */
export function wordOf(
  options: readonly { readonly value: string; readonly label: string }[],
  value: string,
): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

/** A percentage as it is written: `99.95 %`. */
export function percent(value: number | null): string {
  return value === null ? '–' : `${Number(value.toFixed(3))} %`;
}
