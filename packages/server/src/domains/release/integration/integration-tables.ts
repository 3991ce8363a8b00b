import type { Id } from '@throughline/contract';
import type { Generated } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Json } from '../column-tables.ts';

interface IntegrationMarkTable {
  change_id: Id<'change'>;
  marked_by: string;
  at: Timestamp;
}

/** A marked change as the last building of the branch found it. */
export interface IntegrationMember {
  readonly change: Id<'change'>;
  readonly head: string;
  readonly within: boolean;
  /** The change before it with which it doesn't merge; null where that is the default branch. */
  readonly with: Id<'change'> | null;
  readonly conflicts: readonly string[];
}

interface IntegrationBranchTable {
  repository_id: Id<'repository'>;
  branch: string;
  input: string;
  base: string;
  sha: string;
  members: Json<IntegrationMember[]>;
  state: 'built' | 'refused';
  says: Generated<string>;
  built_at: Timestamp;
}

/** The tables of the integration branch. */
export type IntegrationTables = {
  integration_mark: IntegrationMarkTable;
  integration_branch: IntegrationBranchTable;
};
