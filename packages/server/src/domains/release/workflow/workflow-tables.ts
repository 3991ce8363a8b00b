import type { Id } from '@throughline/contract';
import type { Generated } from 'kysely';
import type { Nullable } from '../column-tables.ts';

interface RepositoryWorkflowTable {
  repository_id: Id<'repository'>;
  file_text: Nullable<string>;
  file_commit: Nullable<string>;
  file_read: Nullable<string>;
  file_faults: Generated<string[]>;
  own_text: Nullable<string>;
  revision: Generated<number>;
}

/** The tables of workflows. */
export type WorkflowTables = {
  repository_workflow: RepositoryWorkflowTable;
};
