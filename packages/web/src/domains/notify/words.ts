import type { OperationOf, OutputOf } from '@throughline/contract';

/** A notification as its page shows it. */
export type NotificationDetail = OutputOf<OperationOf<'notify.getNotification'>>;

/** The formats in words. */
export const formats = [
  { value: 'banner', label: 'Banner at the top of the page' },
  { value: 'modal', label: 'Dialog in the middle, once' },
  { value: 'toast', label: 'Note at the edge' },
  { value: 'feed', label: 'Entry in the bell’s panel' },
  { value: 'badge', label: 'Word on the bell' },
  { value: 'changelog', label: 'Entry in the changelog' },
] as const;

/** The classes in words. */
export const classes = [
  { value: 'feature', label: 'A feature that they can use now' },
  { value: 'maintenance', label: 'Maintenance' },
  { value: 'deprecation', label: 'Something goes away' },
  { value: 'announcement', label: 'Announced ahead of time, under agreement' },
] as const;

/** The states, in their order. */
export const states = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'live',
  'held',
  'ended',
  'withdrawn',
] as const;
