import type { Id } from '@throughline/contract';
import type { ColumnType } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Nullable, NullableTimestamp } from '../column-tables.ts';

interface DeploymentMigrationTable {
  attempt_id: Id<'attempt'>;
  deployment_id: Id<'deployment'>;
  step_id: Id<'step'>;
  reversible: boolean;
  at: Timestamp;
  done: Nullable<boolean>;
}

interface DeploymentLockTable {
  id: Id<'deployment_lock'>;
  environment_id: Id<'environment'>;
  repository_id: Nullable<Id<'repository'>>;
  hard: boolean;
  reason: string;
  by_name: string;
  since: Timestamp;
  until: NullableTimestamp;
  ended_at: NullableTimestamp;
  ended_by: Nullable<string>;
  rolled_back_id: Nullable<Id<'deployment'>>;
  good_sha: Nullable<string>;
  bad_sha: Nullable<string>;
}

/** The states of a promotion: `past` where a later deployment took the place first. */
export type PromotionState = 'waiting' | 'done' | 'refused' | 'past';

interface DeploymentPromotionTable {
  id: string;
  deployment_id: Id<'deployment'>;
  environment_id: Id<'environment'>;
  by_itself: boolean;
  settle_seconds: number;
  due_at: NullableTimestamp;
  state: PromotionState;
  says: ColumnType<string, string | undefined, string>;
  next_id: Nullable<Id<'deployment'>>;
}

interface DeploymentSecretTable {
  id: Id<'deployment_secret'>;
  repository_id: Id<'repository'>;
  environment_id: Nullable<Id<'environment'>>;
  name: string;
  sealed: string;
  set_by: string;
  set_at: Timestamp;
}

/** The tables of deployments beside their steps and attempts. */
export type DeploymentTables = {
  deployment_migration: DeploymentMigrationTable;
  deployment_lock: DeploymentLockTable;
  deployment_promotion: DeploymentPromotionTable;
  deployment_secret: DeploymentSecretTable;
};
