/** Every word of the widget's own; `{n}` stands for a number. */
export interface Texts {
  readonly notifications: string;
  readonly announcements: string;
  readonly unread: string;
  readonly whatsNew: string;
  readonly nothingNew: string;
  readonly close: string;
  readonly dismiss: string;
  readonly giveFeedback: string;
  readonly generalQuestion: string;
  readonly rating: string;
  readonly ratingNote: string;
  readonly send: string;
  readonly sending: string;
  readonly cancel: string;
  readonly thanks: string;
  readonly textMissing: string;
  readonly notSent: string;
  readonly unavailable: string;
}

/** The widget in English. */
export const english: Texts = {
  notifications: 'Notifications',
  announcements: 'Announcements',
  unread: 'Notifications, {n} unread',
  whatsNew: 'What’s new',
  nothingNew: 'Nothing new at the moment.',
  close: 'Close',
  dismiss: 'Dismiss',
  giveFeedback: 'Give feedback',
  generalQuestion: 'What should we know?',
  rating: 'Rating (optional)',
  ratingNote: '1 is poor, 5 is excellent',
  send: 'Send',
  sending: 'Sending…',
  cancel: 'Cancel',
  thanks: 'Thank you. Your feedback has reached the team.',
  textMissing: 'Write a few words first.',
  notSent: 'This could not be sent. Your words are still here; try again.',
  unavailable: 'This isn’t available right now.',
};
