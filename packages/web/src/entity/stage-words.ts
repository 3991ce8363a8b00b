import type { Stage } from '@throughline/contract';

/** The stages of the line in the words of the product. */
export const stageWords: Readonly<Record<Stage, string>> = {
  priority: 'Priority',
  objective: 'Objective',
  initiative: 'Initiative',
  feature: 'Feature',
  change: 'Change',
  release: 'Release',
  deployment: 'Deployment',
  flag: 'Flag',
  launch: 'Launch',
  notification: 'Notification',
  feedback: 'Feedback',
  review: 'Review',
};
