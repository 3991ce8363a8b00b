/** How a message is shown. */
export const notificationFormats = [
  'banner',
  'modal',
  'toast',
  'feed',
  'badge',
  'changelog',
] as const;

/** What a message is about: only a feature needs a flag; the others have their own approver. */
export const notificationClasses = [
  'feature',
  'maintenance',
  'deprecation',
  'announcement',
] as const;

/** The life of a notification. Scheduled, live and held follow each other by themselves. */
export const notificationStates = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'live',
  'held',
  'ended',
  'withdrawn',
] as const;
