import { engagementAccounts } from './engagement-accounts.ts';
import { engagementFeedback } from './engagement-feedback.ts';
import { engagementPrograms } from './engagement-programs.ts';

/** How we listen: accounts, contacts, programs, meetings, feedback. */
export const engagement = {
  ...engagementAccounts,
  ...engagementPrograms,
  ...engagementFeedback,
};
