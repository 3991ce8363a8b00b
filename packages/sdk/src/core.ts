/** Flags, messages and receipts without a widget, for pages that draw their own. */
export { createClient } from './client.ts';
export type {
  Client,
  ClientEvents,
  ClientOptions,
  FlagChanges,
  FlagClient,
  GivenFeedback,
} from './client.ts';
export type { EvaluatedFlag, Format, Json, Message } from './protocol.ts';
