/** The stages of an initiative, in their order. */
export const stageOptions = [
  { value: 'idea', label: 'Idea' },
  { value: 'discovery', label: 'Discovery' },
  { value: 'building', label: 'Building' },
  { value: 'rolling-out', label: 'Rolling out' },
  { value: 'launched', label: 'Launched' },
  { value: 'measuring', label: 'Measuring' },
  { value: 'done', label: 'Done' },
  { value: 'stopped', label: 'Stopped' },
] as const;

/** How an initiative does. */
export const healthOptions = [
  { value: 'green', label: 'Green' },
  { value: 'amber', label: 'Amber' },
  { value: 'red', label: 'Red' },
] as const;

/** What a person says of a key result. */
export const statusOptions = [
  { value: 'on-track', label: 'On track' },
  { value: 'at-risk', label: 'At risk' },
  { value: 'off-track', label: 'Off track' },
] as const;

/** What an objective promises. */
export const commitmentOptions = [
  { value: 'committed', label: 'Committed: 1.0 is expected' },
  { value: 'aspirational', label: 'Aspirational: 0.7 is well done' },
] as const;

/** The two kinds of finding. */
export const findingTypeOptions = [
  { value: 'improvement', label: 'Area of improvement' },
  { value: 'growth', label: 'Opportunity for growth' },
] as const;

/** A fiscal period in words: `FY2027` or `FY2027 Q2`. */
export function periodWord(period: { fiscalYear: number; quarter: number | null }): string {
  return `FY${period.fiscalYear}${period.quarter === null ? '' : ` Q${period.quarter}`}`;
}

/** A share in per cent for reading; a dash where there is none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** A figure with its unit, for reading. */
export function amount(value: number | null, unit: string): string {
  return value === null ? '–' : `${written.format(value).replace('-', '−')} ${unit}`;
}

/** What a guardrail must hold: `at most 2 %`. */
export function boundWord(of: { direction: 'up' | 'down'; target: number; unit: string }): string {
  return `at ${of.direction === 'up' ? 'least' : 'most'} ${amount(of.target, of.unit)}`;
}

/** How a check-in came, for reading. */
export const checkInWayWords = {
  hand: 'By hand',
  api: 'API',
  metric: 'Metric',
  insight: 'Insight',
} as const;

/** Why a key result's number is grey. */
export function staleWord({ feed }: { feed: 'hand' | 'metric' | 'insight' }): string {
  return feed === 'hand' ? 'Check-in overdue' : 'Source is out of date';
}
