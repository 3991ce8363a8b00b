import type { flagChangeStates, flagRampStates, Id, sdkKeyKinds } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';
import type { GuardReading, RampGuard, RampStep } from './ramp/ramp-rules.ts';
import type { EventTables } from './events/event-tables.ts';
import type { Configuration, SegmentDefinition, Variation } from './rules.ts';

/** What an SDK key may be. */
export type SdkKeyKind = (typeof sdkKeyKinds)[number];

/** JSON that is written as text and read as parsed. */
type Stored<T> = ColumnType<T, string, string>;

interface FlagTable {
  id: Id<'flag'>;
  key: string;
  type: 'boolean' | 'string' | 'number' | 'json';
  variations: Stored<Variation[]>;
  client_side: boolean;
  temporary: boolean;
  salt: string;
}

interface FlagEnvironmentTable {
  environment_id: Id<'environment'>;
  version: Generated<string>;
  allowed_origins: Generated<string[]>;
  review_required: Generated<boolean>;
  secure_mode: Generated<boolean>;
  revision: Generated<number>;
}

interface FlagConfigurationTable {
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  revision: number;
  is_on: boolean;
  configuration: Stored<Configuration>;
  salt: ColumnType<string | null, string | null | undefined, string | null>;
  changed_at: Timestamp;
  changed_by: string;
}

interface FlagPrerequisiteTable {
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  needs_flag_id: Id<'flag'>;
}

interface SegmentTable {
  environment_id: Id<'environment'>;
  key: string;
  title: string;
  summary: string;
  revision: number;
  salt: string;
  definition: Stored<SegmentDefinition>;
  changed_at: Timestamp;
}

interface SdkKeyTable {
  id: Id<'sdk_key'>;
  environment_id: Id<'environment'>;
  kind: SdkKeyKind;
  name: string;
  key_hash: Buffer | null;
  client_id: string | null;
  shown: string;
  created_at: Timestamp;
  created_by: string;
  revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  ends_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  sealed_key: ColumnType<string | null, string | null | undefined, string | null>;
}

interface IdentitySecretTable {
  id: string;
  environment_id: Id<'environment'>;
  /** From before secrets were sealed; the next start seals it. */
  plain_secret: string | null;
  sealed_secret: string | null;
  created_at: Timestamp;
}

interface FlagEvaluationCountTable {
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  variation: number;
  hour: Timestamp;
  evaluations: string;
}

type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

interface FlagChangeTable {
  id: Id<'flag_change'>;
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  state: (typeof flagChangeStates)[number];
  base_revision: number;
  is_on: boolean;
  configuration: ColumnType<Configuration | null, string | null, never>;
  note: string;
  apply_at: Later<Date>;
  asked_at: Timestamp;
  asked_by: string;
  asked_by_id: string;
  reviewed_at: Later<Date>;
  reviewed_by: Later<string>;
  review_note: Generated<string>;
  ended_at: Later<Date>;
  applied_revision: Later<number>;
  outdated: Generated<string>;
}

interface FlagRampTable {
  id: Id<'flag_ramp'>;
  flag_id: Id<'flag'>;
  environment_id: Id<'environment'>;
  state: (typeof flagRampStates)[number];
  variation: number;
  otherwise: number;
  context_kind: string;
  bucket_by: string | null;
  steps: Stored<RampStep[]>;
  guards: Stored<RampGuard[]>;
  readings: ColumnType<GuardReading[], string | undefined, string>;
  starts_at: Timestamp;
  position: Generated<number>;
  step_since: Later<Date>;
  before: ColumnType<Configuration['fallthrough'] | null, string | null | undefined, string | null>;
  was_on: Later<boolean>;
  revision: Later<number>;
  says: Generated<string>;
  held_by_hand: Generated<boolean>;
  started_by: string;
  started_by_id: string;
  approved_by: Later<string>;
  started_at: Timestamp;
  looked_at: Later<Date>;
  ended_at: Later<Date>;
}

/** The flags' tables: `db.$extendTables<FlagsTables>()`. */
export type FlagsTables = {
  flag: FlagTable;
  flag_environment: FlagEnvironmentTable;
  flag_configuration: FlagConfigurationTable;
  flag_configuration_version: Omit<FlagConfigurationTable, 'salt'>;
  flag_prerequisite: FlagPrerequisiteTable;
  segment: SegmentTable;
  sdk_key: SdkKeyTable;
  identity_secret: IdentitySecretTable;
  flag_evaluation_count: FlagEvaluationCountTable;
  flag_change: FlagChangeTable;
  flag_ramp: FlagRampTable;
} & EventTables;
