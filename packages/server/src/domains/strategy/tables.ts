import type { Id } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { InsightFigure } from '../catalog/index.ts';
import type { Timestamp } from '../../platform/database/tables.ts';

type OptionalTimestamp = Generated<Date | null>;

interface PlanTable {
  id: Id<'plan'>;
  fiscal_year: number;
  adopted_at: OptionalTimestamp;
  closed_at: OptionalTimestamp;
}

interface CapacityTable {
  unit_id: Id<'unit'>;
  fiscal_year: number;
  quarter: number;
  people: number;
  money: number | null;
}

interface AllocationTable {
  plan_id: Id<'plan'>;
  priority_id: Id<'priority'>;
  unit_id: Id<'unit'>;
  quarter: number;
  people: number;
  money: number;
  actual_people: Generated<number | null>;
  actual_money: Generated<number | null>;
}

interface PlanCutTable {
  plan_id: Id<'plan'>;
  ordinal: number;
  what: string;
  priority_id: Id<'priority'>;
  unit_id: Id<'unit'>;
  quarter: number;
  people: number;
  money: number;
  applied_at: OptionalTimestamp;
}

interface PriorityTable {
  id: Id<'priority'>;
  plan_id: Id<'plan'>;
  rank: number;
}

interface ObjectiveTable {
  id: Id<'objective'>;
  commitment: 'committed' | 'aspirational';
  fiscal_year: number;
  quarter: number | null;
  grade: Generated<number | null>;
  frozen: Generated<boolean>;
}

interface KeyResultTable {
  id: Id<'key_result'>;
  owner_id: Id<'person'> | null;
  baseline: number;
  target: number;
  direction: 'up' | 'down';
  unit: string;
  guardrail: boolean;
  check_in_days: number;
  grade: Generated<number | null>;
  feed: Generated<'hand' | 'metric' | 'insight'>;
  feed_settings: ColumnType<InsightFigure | null, string | null | undefined, string | null>;
  fresh_days: Generated<number | null>;
  taken_on: Generated<string | null>;
  feed_error: Generated<string | null>;
  frozen: Generated<boolean>;
}

interface CheckInTable {
  id: Id<'check_in'>;
  key_result_id: Id<'key_result'>;
  on_day: string;
  value: number;
  confidence: number | null;
  status: 'on-track' | 'at-risk' | 'off-track' | null;
  comment: string;
  via: Generated<'hand' | 'api' | 'metric' | 'insight'>;
  metric_id: Generated<Id<'metric'> | null>;
  insight: Generated<string | null>;
  overrides: Generated<boolean>;
  at: Timestamp;
  by_id: Id<'identity'> | null;
}

interface InitiativeTable {
  id: Id<'initiative'>;
  owner_id: Id<'person'> | null;
  health: Generated<'green' | 'amber' | 'red' | null>;
  health_reason: Generated<string>;
  health_at: OptionalTimestamp;
  window_from: string | null;
  window_to: string | null;
}

interface FindingTable {
  id: Id<'finding'>;
  type: 'improvement' | 'growth';
  owner_id: Id<'person'> | null;
  outcome: Generated<string>;
  closed_at: OptionalTimestamp;
}

interface GradeRevisionTable {
  entity_id: string;
  number: number;
  grade: number | null;
  reason: string;
  by_name: string;
  at: Timestamp;
}

/** The strategy's tables: `db.$extendTables<StrategyTables>()`. */
export type StrategyTables = {
  plan: PlanTable;
  capacity: CapacityTable;
  allocation: AllocationTable;
  plan_cut: PlanCutTable;
  priority: PriorityTable;
  objective: ObjectiveTable;
  key_result: KeyResultTable;
  check_in: CheckInTable;
  grade_revision: GradeRevisionTable;
  initiative: InitiativeTable;
  finding: FindingTable;
};
