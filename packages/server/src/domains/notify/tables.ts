import type { Id } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';
import type { Audience, NotificationClass, NotificationFormat } from './rules.ts';

type MaybeTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface NotificationTable {
  id: Id<'notification'>;
  environment_id: Id<'environment'>;
  format: NotificationFormat;
  class: NotificationClass;
  body: string;
  action_label: string | null;
  action_url: string | null;
  audience: ColumnType<Audience, string, string>;
  flag_id: Id<'flag'> | null;
  flag_variation: number | null;
  deployment_id: Id<'deployment'> | null;
  starts_at: MaybeTimestamp;
  ends_at: MaybeTimestamp;
  priority: number;
  dismissible: boolean;
  feedback_question: string | null;
  epoch: Generated<number>;
  author_id: Id<'identity'> | null;
  author_name: string;
  approved_hash: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  approved_by: ColumnType<string | null, string | null | undefined, string | null>;
  approved_at: MaybeTimestamp;
  approval_reason: ColumnType<string | null, string | null | undefined, string | null>;
  published_at: MaybeTimestamp;
  held_cause: ColumnType<string | null, string | null | undefined, string | null>;
}

interface NotificationReceiptTable {
  environment_id: Id<'environment'>;
  recipient: string;
  notification_id: Id<'notification'>;
  epoch: number;
  shown: Date | null;
  seen: Date | null;
  clicked: Date | null;
  dismissed: Date | null;
}

interface NotificationClaimTable {
  environment_id: Id<'environment'>;
  recipient: string;
  notification_id: Id<'notification'>;
  epoch: number;
  claim: string;
  at: Timestamp;
}

interface NotificationReachTable {
  notification_id: Id<'notification'>;
  epoch: number;
  registers: Buffer;
}

interface SdkEventTable {
  environment_id: Id<'environment'>;
  recipient: string;
  id: string;
  type: 'event' | 'evaluation';
  name: string;
  at: Timestamp;
  value: number | null;
  variation: number | null;
  attributes: ColumnType<unknown, string | null, never>;
  account: string | null;
}

interface SdkFeedbackTable {
  environment_id: Id<'environment'>;
  recipient: string;
  id: string;
  at: Timestamp;
}

/** The notifications' tables: `db.$extendTables<NotifyTables>()`. */
export type NotifyTables = {
  notification: NotificationTable;
  notification_receipt: NotificationReceiptTable;
  notification_claim: NotificationClaimTable;
  notification_reach: NotificationReachTable;
  sdk_event: SdkEventTable;
  sdk_feedback: SdkFeedbackTable;
};
