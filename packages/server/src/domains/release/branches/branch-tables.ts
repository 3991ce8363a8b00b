import type { Id } from '@throughline/contract';
import type { Generated } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Nullable } from '../column-tables.ts';

interface FeatureBranchTable {
  id: Id<'feature_branch'>;
  repository_id: Id<'repository'>;
  name: string;
  work_id: Id<'initiative' | 'story' | 'feature'>;
  parent: Nullable<string>;
  sha: string;
  state: 'pushing' | 'made' | 'refused';
  says: Generated<string>;
  made_by: string;
  at: Timestamp;
}

interface BranchRetargetTable {
  change_id: Id<'change'>;
  head: string;
  parent_id: Id<'change'>;
  new_head: Nullable<string>;
  state: 'moved' | 'conflict' | 'refused';
  says: string;
  conflicts: Generated<string[]>;
  at: Timestamp;
}

/** The tables of branches that the server makes or moves. */
export type BranchTables = {
  feature_branch: FeatureBranchTable;
  branch_retarget: BranchRetargetTable;
};
