import type { Id } from '@throughline/contract';
import type { Generated } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

type OptionalTimestamp = Generated<Date | null>;

interface PlanTable {
  id: Id<'plan'>;
  fiscal_year: number;
  adopted_at: OptionalTimestamp;
  closed_at: OptionalTimestamp;
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
}

interface CheckInTable {
  id: Id<'check_in'>;
  key_result_id: Id<'key_result'>;
  on_day: string;
  value: number;
  confidence: number;
  status: 'on-track' | 'at-risk' | 'off-track' | null;
  comment: string;
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

/** The strategy's tables: `db.$extendTables<StrategyTables>()`. */
export type StrategyTables = {
  plan: PlanTable;
  priority: PriorityTable;
  objective: ObjectiveTable;
  key_result: KeyResultTable;
  check_in: CheckInTable;
  initiative: InitiativeTable;
  finding: FindingTable;
};
