import type { Id } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Json, Nullable, NullableTimestamp } from '../column-tables.ts';
import type { CheckDefinition } from '../workflow/queue-section.ts';

interface MergeQueueTable {
  repository_id: Id<'repository'>;
  paused_at: NullableTimestamp;
  paused_by: Nullable<string>;
  pause_reason: Nullable<string>;
}

/** How a change becomes commits of the default branch. */
export type MergeStyle = 'merge' | 'squash' | 'rebase';

/** Where a queued change is on its way. */
export type EntryState = 'queued' | 'landing' | 'landed' | 'out' | 'left';

interface QueueEntryTable {
  id: Id<'queue_entry'>;
  repository_id: Id<'repository'>;
  change_id: Id<'change'>;
  head: string;
  title: string;
  branch: string;
  incident: boolean;
  high: boolean;
  by_label: boolean;
  queued_by: string;
  queued_by_id: Nullable<string>;
  queued_at: Timestamp;
  state: EntryState;
  onto: Nullable<string>;
  candidate: Nullable<string>;
  made: Generated<string[]>;
  waits_for: Nullable<Id<'change'>>;
  conflicts: Generated<string[]>;
  says: Generated<string>;
  attempt_id: Nullable<Id<'attempt'>>;
  settled_at: NullableTimestamp;
}

/** A change in a build, with all that its commit is made of. */
export interface BuildPart {
  readonly entry: Id<'queue_entry'>;
  readonly change: Id<'change'>;
  readonly head: string;
  readonly title: string;
  readonly branch: string;
  readonly at: string;
}

/** How a build stands. */
export type BuildState = 'running' | 'green' | 'red' | 'stopped';

interface QueueBuildTable {
  id: Id<'queue_build'>;
  repository_id: Id<'repository'>;
  sha: string;
  base: string;
  style: MergeStyle;
  parts: Json<BuildPart[]>;
  checks: Json<CheckDefinition[]>;
  state: BuildState;
  says: Generated<string>;
  attempt_id: Nullable<Id<'attempt'>>;
  pushed: Generated<boolean>;
  started_at: Timestamp;
  finished_at: NullableTimestamp;
}

interface CheckAttemptTable {
  id: Id<'attempt'>;
  build_id: Id<'queue_build'>;
  name: string;
  definition: Json<CheckDefinition>;
  attempt: number;
  fence: ColumnType<string, number | string, never>;
  state: 'ready' | 'running' | 'succeeded' | 'failed' | 'timed-out' | 'lost' | 'cancelled';
  says: Generated<string>;
  runner_id: Nullable<Id<'runner'>>;
  lease_until: NullableTimestamp;
  created_at: Timestamp;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  log_bytes: ColumnType<string, number | string | undefined, number | string>;
  log_truncated: Generated<boolean>;
}

interface CheckLogTable {
  attempt_id: Id<'attempt'>;
  sequence: number;
  at: Timestamp;
  text: string;
}

interface QueueLandingTable {
  id: Id<'queue_landing'>;
  repository_id: Id<'repository'>;
  ref: string;
  old: string;
  new: string;
  entries: Id<'queue_entry'>[];
  state: 'pushing' | 'landed' | 'void';
  says: Generated<string>;
  at: Timestamp;
}

interface CommitCheckTable {
  repository_id: Id<'repository'>;
  sha: string;
  name: string;
  state: 'pending' | 'success' | 'failure';
  says: Generated<string>;
  url: Nullable<string>;
  reported_by: string;
  at: Timestamp;
}

/** The tables of the merge queue. */
export type QueueTables = {
  merge_queue: MergeQueueTable;
  queue_entry: QueueEntryTable;
  queue_build: QueueBuildTable;
  check_attempt: CheckAttemptTable;
  check_log: CheckLogTable;
  queue_landing: QueueLandingTable;
  commit_check: CommitCheckTable;
};
