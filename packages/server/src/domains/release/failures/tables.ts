import type { FailureClass, Id, Settlement } from '@throughline/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { EvidenceLine } from './log-rules.ts';

type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** What is done about a failure right now. */
export type Acting = 'retry' | 'skip' | 'answer' | 'roll-back';

interface FailureTable {
  id: Id<'failure'>;
  deployment_id: Nullable<Id<'deployment'>>;
  change_id: Nullable<Id<'change'>>;
  repository_id: Id<'repository'>;
  environment_id: Nullable<Id<'environment'>>;
  class: FailureClass;
  says: string;
  reasons: JSONColumnType<string[]>;
  step_id: Nullable<Id<'step'>>;
  step_name: Nullable<string>;
  attempt_id: Nullable<Id<'attempt'>>;
  lines: JSONColumnType<EvidenceLine[]>;
  signature: string;
  weight: number;
  at: Timestamp;
  acting: Nullable<Acting>;
  acting_by: Nullable<string>;
  held_until: NullableTimestamp;
  held_reason: Nullable<string>;
  held_by: Nullable<string>;
  assignee_id: Nullable<Id<'person'>>;
  settled_at: NullableTimestamp;
  settled_how: Nullable<Settlement>;
  settled_note: Nullable<string>;
  settled_by: Nullable<string>;
}

interface RunbookTable {
  id: string;
  class: FailureClass;
  repository_id: Nullable<Id<'repository'>>;
  body: string;
  changed_by: string;
  changed_at: Timestamp;
}

interface DeploymentOutcomeTable {
  deployment_id: Id<'deployment'>;
  repository_id: Id<'repository'>;
  environment_id: Id<'environment'>;
  first_failed_at: NullableTimestamp;
  succeeded_at: NullableTimestamp;
  rollback_started_at: NullableTimestamp;
  rolled_back_at: NullableTimestamp;
  repeats: Generated<boolean>;
  restores: Generated<boolean>;
}

interface DeploymentCommitTable {
  deployment_id: Id<'deployment'>;
  sha: string;
  committed_at: Timestamp;
}

/** The tables of failures and of what deployments came to. */
export type FailureTables = {
  failure: FailureTable;
  runbook: RunbookTable;
  deployment_outcome: DeploymentOutcomeTable;
  deployment_commit: DeploymentCommitTable;
};
