import type { evidenceKinds, Id, launchVerdicts, PriceAmounts } from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

/** What an item is ready by. */
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Go, conditional or no-go. */
export type Verdict = (typeof launchVerdicts)[number];

/** Whether an item is looked at by go/no-go, is the go/no-go itself, or belongs to launch day. */
export type Counts = 'readiness' | 'decision' | 'runbook';

type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface LaunchTemplateTable {
  key: string;
  title: string;
  definition: ColumnType<unknown, string, string>;
  ended: Generated<boolean>;
}

interface LaunchTable {
  id: Id<'launch'>;
  template_key: string;
  tier: number;
  score: number;
  answers: ColumnType<Record<string, number>, string, string>;
  target_on: string;
  scheduled_on: string;
  go_share: number;
  conditional_share: number;
  hold_reason: string | null;
}

interface LaunchRoleTable {
  launch_id: Id<'launch'>;
  role: string;
  person_id: Id<'person'>;
}

interface ReadinessItemTable {
  id: Id<'readiness_item'>;
  launch_id: Id<'launch'>;
  ordinal: number;
  phase: string;
  phase_title: string;
  counts: Counts;
  key: string;
  title: string;
  role: string;
  priority: 'P0' | 'P1';
  evidence: EvidenceKind;
  offset_days: number;
  due_on: string;
  confirmed_by: Id<'identity'> | null;
  confirmed_at: MaybeTime;
  note: Generated<string>;
  address: string | null;
  waived_at: MaybeTime;
  waived_by: Id<'identity'> | null;
  waive_reason: Generated<string>;
  mitigation: Generated<string>;
}

/** One item as it stood when a verdict was given. */
export interface KeptItem {
  readonly title: string;
  readonly priority: 'P0' | 'P1';
  readonly state: 'met' | 'missing' | 'impossible' | 'waived';
  readonly says: string;
  readonly records: readonly string[];
}

interface LaunchVerdictTable {
  id: GeneratedAlways<string>;
  launch_id: Id<'launch'>;
  effect: 'go' | 'no-go' | 'hold';
  verdict: Verdict;
  at: Timestamp;
  by_name: string;
  reason: Generated<string>;
  decision_id: Id<'decision'> | null;
  evidence: ColumnType<KeptItem[], string, never>;
}

interface CompetitorTable {
  id: Id<'competitor'>;
  website: Generated<string>;
}

interface BattlecardLineTable {
  competitor_id: Id<'competitor'>;
  ordinal: number;
  text: string;
  audience: 'internal' | 'shareable';
  source: string;
  on_day: string;
}

interface PriceTable {
  id: Id<'price'>;
  book: string;
  version: number;
  amounts: ColumnType<PriceAmounts, string, string>;
  currency: string;
  effective_from: string;
  approved_at: MaybeTime;
}

interface CampaignTable {
  id: Id<'campaign'>;
  audience: Generated<string>;
  channels: Generated<string[]>;
  starts_on: string | null;
  ends_on: string | null;
}

/** The domain's tables: `db.$extendTables<LaunchTables>()`. */
export type LaunchTables = {
  launch_template: LaunchTemplateTable;
  launch: LaunchTable;
  launch_role: LaunchRoleTable;
  readiness_item: ReadinessItemTable;
  launch_verdict: LaunchVerdictTable;
  competitor: CompetitorTable;
  battlecard_line: BattlecardLineTable;
  price: PriceTable;
  campaign: CampaignTable;
};
