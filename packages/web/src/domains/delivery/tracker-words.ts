import type { backlogSources, trackerSystems } from '@throughline/contract';

/** The tools by their names. */
export const systemNames = {
  jira: 'Jira',
  linear: 'Linear',
} as const satisfies Record<(typeof trackerSystems)[number], string>;

/** A tool is looked at every ten minutes: what is older than thrice that is old. */
export const freshSeconds = 1800;

/** What of a tool a backlog may follow. */
export const sourceKinds: typeof backlogSources = ['project', 'board', 'team'];
