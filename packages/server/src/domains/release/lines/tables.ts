import type { Id, PatchStrategy } from '@throughline/contract';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Nullable } from '../column-tables.ts';

interface ReleaseLineTable {
  id: Id<'release_line'>;
  repository_id: Id<'repository'>;
  branch: string;
  series: string;
  head: Nullable<string>;
  strategy: PatchStrategy;
  supported_from: string;
  supported_until: Nullable<string>;
  set_by: 'person' | 'file' | 'found';
  ended_reason: Nullable<string>;
  opens_at: Nullable<string>;
  failure: Nullable<string>;
  compared_head: Nullable<string>;
  compared_default: Nullable<string>;
}

/** How the default branch has a commit of a line. */
export type OnDefault = 'picked' | 'forward' | 'same-patch';

interface LineCommitTable {
  line_id: Id<'release_line'>;
  sha: string;
  subject: string;
  author: string;
  at: Timestamp;
  ordinal: number;
  picked_from: string[];
  on_hotfix: boolean;
  on_default: Nullable<OnDefault>;
}

interface DismissedCommitTable {
  line_id: Id<'release_line'>;
  sha: string;
  reason: string;
  by_name: string;
  at: Timestamp;
}

/** The states of a hotfix. */
export type HotfixState = 'starting' | 'open' | 'released' | 'failed' | 'abandoned';

interface HotfixTable {
  id: Id<'hotfix'>;
  repository_id: Id<'repository'>;
  release_id: Id<'release'>;
  line_id: Nullable<Id<'release_line'>>;
  version: string;
  branch: string;
  base: string;
  reason: string;
  state: HotfixState;
  serves_id: Nullable<Id>;
  by_name: string;
  at: Timestamp;
  failure: Nullable<string>;
  released_id: Nullable<Id<'release'>>;
}

/** The tables of release lines and hotfixes. */
export type LineTables = {
  release_line: ReleaseLineTable;
  line_commit: LineCommitTable;
  dismissed_commit: DismissedCommitTable;
  hotfix: HotfixTable;
};
