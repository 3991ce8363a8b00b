import type { Id } from '@throughline/contract';
import type { ColumnType } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';

interface FlagEventBatchTable {
  environment_id: Id<'environment'>;
  batch: string;
  counted_at: Timestamp;
}

interface FlagUniqueContextsTable {
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  /** Read as text by `to_char`; written as text. */
  day: string;
  variation: number;
  experiment: boolean;
  registers: Buffer;
}

interface FlagEventTable {
  environment_id: Id<'environment'>;
  day: string;
  at: Timestamp;
  kind: string;
  flag_id: Id<'flag'> | null;
  variation: number | null;
  body: ColumnType<Record<string, unknown>, string, string>;
}

interface FlagRecentContextTable {
  environment_id: Id<'environment'>;
  context_hash: Buffer;
  context: ColumnType<Record<string, unknown>, string, string>;
  seen_at: Timestamp;
}

/** The tables of what SDKs report. */
export type EventTables = {
  flag_event_batch: FlagEventBatchTable;
  flag_unique_contexts: FlagUniqueContextsTable;
  flag_event: FlagEventTable;
  flag_recent_context: FlagRecentContextTable;
};
