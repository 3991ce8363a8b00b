import type {
  DeploymentState,
  FailureClass,
  Id,
  Obstacle,
  Sandbox,
  StepKind,
} from '@throughline/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';
import type { BackportTables } from './backports/tables.ts';
import type { DeploymentTables } from './deployments/tables.ts';
import type { FailureTables } from './failures/tables.ts';
import type { LineTables } from './lines/tables.ts';
import type { Json, Nullable, NullableJson, NullableTimestamp } from './column-tables.ts';
import type { PlannedWave, RevisionProbe, StepDefinition } from './pipeline.ts';
import type { BranchTables } from './branches/branch-tables.ts';
import type { ForgeTables } from './forge/forge-tables.ts';
import type { IntegrationTables } from './integration/integration-tables.ts';
import type { QueueTables } from './queue/queue-tables.ts';
import type { WorkflowTables } from './workflow/workflow-tables.ts';

interface RepositoryTable {
  id: Id<'repository'>;
  address: string;
  tag_prefix: string;
  default_branch: Nullable<string>;
  indexed_head: Nullable<string>;
  fetched_at: NullableTimestamp;
  fetch_due_at: Timestamp;
  fetch_problem: Nullable<string>;
  trusted: Generated<boolean>;
  credential_username: Nullable<string>;
  sealed_credential: Nullable<string>;
}

interface RepositoryLeaseTable {
  repository_id: Id<'repository'>;
  node: string;
  fence: ColumnType<string, number | string, number | string>;
  until: Timestamp;
}

interface GitBranchTable {
  repository_id: Id<'repository'>;
  name: string;
  sha: string;
  at: Timestamp;
}

interface GitTagTable {
  repository_id: Id<'repository'>;
  name: string;
  sha: string;
  at: NullableTimestamp;
  subject: Nullable<string>;
}

/** A trailer of a commit that names work: its key in lower case. */
export interface WorkTrailer {
  readonly key: string;
  readonly value: string;
}

interface GitCommitTable {
  repository_id: Id<'repository'>;
  sha: string;
  subject: string;
  author: string;
  at: Timestamp;
  trailers: Json<WorkTrailer[]>;
  parents: number;
  on_default: boolean;
}

interface ChangeTable {
  id: Id<'change'>;
  repository_id: Id<'repository'>;
  key: string;
  branch: Nullable<string>;
  head: string;
  author: string;
  changed_at: Timestamp;
  merged_at: NullableTimestamp;
  labels: Generated<string[]>;
}

interface ChangeCommitTable {
  change_id: Id<'change'>;
  repository_id: Id<'repository'>;
  sha: string;
  ordinal: number;
}

/** Where an environment stands in the release process. */
export type EnvironmentStage = 'development' | 'testing' | 'deployment';

interface EnvironmentTable {
  id: Id<'environment'>;
  key: string;
  stage: EnvironmentStage;
  production: boolean;
  position: number;
  probe_url: Nullable<string>;
}

interface EnvironmentFreezeTable {
  id: string;
  environment_id: Id<'environment'>;
  reason: string;
  by_name: string;
  since: Timestamp;
  until: NullableTimestamp;
  ended_at: NullableTimestamp;
}

interface ReleaseTable {
  id: Id<'release'>;
  repository_id: Id<'repository'>;
  version: string;
  tag: string;
  tagged_at: Timestamp;
  sha: string;
  previous_tag: Nullable<string>;
  previous_sha: Nullable<string>;
  commits: number;
  notes: string;
  cut_by: string;
  failure: Nullable<string>;
  line_id: Nullable<Id<'release_line'>>;
  hotfix_id: Nullable<Id<'hotfix'>>;
}

/** What went wrong, with the evidence as it was then. */
export interface Failure {
  readonly class: FailureClass;
  readonly says: string;
  readonly step: string | null;
  readonly at: string;
  readonly log: readonly string[];
}

/** A commit that came with a deployment: what a failure may come from. */
export interface Suspect {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly at: string;
  /** What of it is looked at when something fails; absent where it was deployed before this was kept. */
  readonly facts?: SuspectFacts;
}

/** What a commit touches, brings and takes back. */
export interface SuspectFacts {
  readonly email: string;
  /** At most forty paths. */
  readonly files: readonly string[];
  readonly fileCount: number;
  readonly migration: 'reversible' | 'irreversible' | 'undeclared' | null;
  readonly reverts: string | null;
  /** Keys of flags that its new lines name and its old ones don't. */
  readonly flags: readonly string[];
}

/** How a deployment is observed after it succeeded. */
export interface Probe {
  readonly url: string;
  readonly expect: number;
  readonly intervalSeconds: number;
}

/** What a deployment was begun in spite of. */
export interface Despite {
  readonly obstacle: Obstacle;
  readonly says: string;
  readonly reason: string;
  readonly by: string;
}

/** Whether a deployment goes forward or back. */
export type Phase = 'deploy' | 'rollback';

/** What was observed of a deployment. */
export type Health = 'healthy' | 'unhealthy' | 'unknown';

interface DeploymentTable {
  id: Id<'deployment'>;
  repository_id: Id<'repository'>;
  environment_id: Id<'environment'>;
  release_id: Id<'release'>;
  sha: string;
  state: DeploymentState;
  phase: Phase;
  pipeline_digest: string;
  requested_by: string;
  requested_at: Timestamp;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  current: Generated<boolean>;
  last_good_id: Nullable<Id<'deployment'>>;
  suspects: Json<Suspect[]>;
  cancel_reason: Nullable<string>;
  failure: NullableJson<Failure>;
  question: Nullable<string>;
  health: Generated<Health>;
  health_says: Generated<string>;
  health_at: NullableTimestamp;
  health_until: NullableTimestamp;
  probe: NullableJson<Probe>;
  probe_due_at: NullableTimestamp;
  probe_failures: Generated<number>;
  waves: JSONColumnType<PlannedWave[], string | undefined>;
  strategy: Nullable<string>;
  on_failure: Generated<'stop' | 'hold' | 'roll-back'>;
  roll_back_waves: Generated<'failed' | 'all'>;
  supersedes: Generated<boolean>;
  requested_by_id: Nullable<string>;
  hotfix_reason: Nullable<string>;
  hotfix_until: NullableTimestamp;
  hotfix_approved_by: Nullable<string>;
  despite: JSONColumnType<Despite[], string | undefined>;
  revision_probe: NullableJson<RevisionProbe>;
  revision_due_at: NullableTimestamp;
  observed_revision: Nullable<string>;
  observed_at: NullableTimestamp;
  observed_says: Generated<string>;
  drift_since: NullableTimestamp;
}

/** The states of a step. */
export type StepState =
  | 'waiting'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'inconclusive'
  | 'skipped'
  | 'cancelled';

interface DeploymentStepTable {
  id: Id<'step'>;
  deployment_id: Id<'deployment'>;
  phase: Phase;
  ordinal: number;
  wave: Nullable<number>;
  kind: StepKind;
  name: string;
  definition: Json<StepDefinition>;
  state: StepState;
  note: Nullable<string>;
}

/** The states of an attempt. */
export type AttemptState =
  | 'ready'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'inconclusive'
  | 'timed-out'
  | 'lost'
  | 'cancelled';

interface StepAttemptTable {
  id: Id<'attempt'>;
  step_id: Id<'step'>;
  deployment_id: Id<'deployment'>;
  attempt: number;
  fence: ColumnType<string, number | string, never>;
  kind: Exclude<StepKind, 'approval' | 'manual'>;
  state: AttemptState;
  says: Generated<string>;
  runner_id: Nullable<Id<'runner'>>;
  gate_until: NullableTimestamp;
  due_at: NullableTimestamp;
  lease_until: NullableTimestamp;
  created_at: Timestamp;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  log_bytes: ColumnType<string, number | string | undefined, number | string>;
  log_truncated: Generated<boolean>;
  failures: Generated<number>;
}

interface AttemptLogTable {
  attempt_id: Id<'attempt'>;
  sequence: number;
  at: Timestamp;
  text: string;
}

interface RunnerTable {
  id: Id<'runner'>;
  name: string;
  token_hash: Buffer;
  local: Generated<boolean>;
  sandbox: Nullable<Sandbox>;
  created_at: Timestamp;
  last_seen_at: NullableTimestamp;
  revoked_at: NullableTimestamp;
}

/** The tables of this domain. */
export type ReleaseTables = FailureTables & {
  repository: RepositoryTable;
  repository_lease: RepositoryLeaseTable;
  git_branch: GitBranchTable;
  git_tag: GitTagTable;
  git_commit: GitCommitTable;
  change: ChangeTable;
  change_commit: ChangeCommitTable;
  environment: EnvironmentTable;
  environment_freeze: EnvironmentFreezeTable;
  release: ReleaseTable;
  deployment: DeploymentTable;
  deployment_step: DeploymentStepTable;
  step_attempt: StepAttemptTable;
  attempt_log: AttemptLogTable;
  runner: RunnerTable;
} & DeploymentTables &
  WorkflowTables &
  ForgeTables &
  LineTables &
  BackportTables &
  QueueTables &
  BranchTables &
  IntegrationTables;
