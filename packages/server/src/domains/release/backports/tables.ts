import type { BackportState, Id, Take } from '@throughline/contract';
import type { Conflict } from '@throughline/git';
import type { Generated } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Json, Nullable, NullableJson, NullableTimestamp } from '../column-tables.ts';

/** A commit that a backport brings. */
export interface BackportCommit {
  readonly sha: string;
  readonly subject: string;
  readonly part: 'change' | 'earlier';
  readonly state: 'waiting' | 'picked' | 'empty' | 'conflict';
  readonly became: string | null;
}

/** An earlier commit that a line hasn't. */
export interface EarlierCommit {
  readonly sha: string;
  readonly subject: string;
}

/** What holds a backport up. */
export interface BackportConflict {
  readonly sha: string;
  readonly subject: string;
  /** The commit on which it is picked. */
  readonly onto: string;
  readonly files: readonly Conflict[];
  readonly missing: readonly EarlierCommit[];
  readonly missingSuffice: boolean;
}

interface BackportTable {
  id: Id<'backport'>;
  repository_id: Id<'repository'>;
  direction: 'back' | 'forward';
  change_id: Nullable<Id<'change'>>;
  line_id: Id<'release_line'>;
  target: string;
  branch: string;
  asked_by: string;
  asked_how: 'person' | 'label' | 'trailer';
  asked_at: Timestamp;
  active: Generated<boolean>;
  says: Generated<string>;
  commits: Json<BackportCommit[]>;
  base: Nullable<string>;
  result: Nullable<string>;
  conflict: NullableJson<BackportConflict>;
  pushed: Nullable<string>;
  landing_from: Nullable<string>;
  landing_to: Nullable<string>;
  landed_at: NullableTimestamp;
  landed_by: Nullable<string>;
}

interface BackportResolutionTable {
  backport_id: Id<'backport'>;
  sha: string;
  path: string;
  fingerprint: string;
  take: Take;
  content: Nullable<Buffer>;
  remembered: boolean;
  by_name: string;
  at: Timestamp;
}

interface ConflictMemoryTable {
  repository_id: Id<'repository'>;
  fingerprint: string;
  take: Take;
  content: Nullable<Buffer>;
  by_name: string;
  at: Timestamp;
}

/** Whether a change would go to a line. */
export type PreviewOutcome = 'clean' | 'empty' | 'conflict' | 'unreadable';

interface BackportPreviewTable {
  change_id: Id<'change'>;
  line_id: Id<'release_line'>;
  change_head: string;
  line_head: string;
  outcome: PreviewOutcome;
  paths: Json<string[]>;
  missing: Json<EarlierCommit[]>;
  missing_suffice: boolean;
  at: Timestamp;
}

/** Where a backport stands, as its entity says. */
export type { BackportState };

/** The tables of backports. */
export type BackportTables = {
  backport: BackportTable;
  backport_resolution: BackportResolutionTable;
  conflict_memory: ConflictMemoryTable;
  backport_preview: BackportPreviewTable;
};
