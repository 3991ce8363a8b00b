import type {
  Id,
  incidentCauses,
  incidentRoles,
  securitySeverities,
  timelineKinds,
} from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

type Moment = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Json<T> = ColumnType<T, string, string>;
type Day = ColumnType<string, string, string>;

interface IncidentTable {
  id: Id<'incident'>;
  severity: number;
  opened_at: Timestamp;
  declared_at: Timestamp;
  mitigated_at: Moment;
  resolved_at: Moment;
  cause: Generated<string>;
  cause_kind: Generated<IncidentCause>;
  impact: Generated<string>;
  told_at: Moment;
}

/** What an incident came from. */
export type IncidentCause = (typeof incidentCauses)[number];

/** What a line of a timeline tells of. */
export type TimelineKind = (typeof timelineKinds)[number];

interface IncidentNoteTable {
  id: GeneratedAlways<string>;
  incident_id: Id<'incident'>;
  at: Timestamp;
  written_at: Timestamp;
  kind: Generated<TimelineKind>;
  by_name: string;
  text: string;
}

/** Who does what while an incident lasts. */
export type IncidentRole = (typeof incidentRoles)[number];

interface IncidentRoleTable {
  incident_id: Id<'incident'>;
  role: IncidentRole;
  person_id: Id<'person'>;
}

/** A part of a postmortem: what it is called, what is asked, what was written. */
export interface PostmortemSection {
  readonly title: string;
  readonly prompt: string;
  readonly text: string;
}

interface PostmortemTable {
  id: Id<'postmortem'>;
  incident_id: Id<'incident'>;
  sections: Json<PostmortemSection[]>;
  handed_in_by: Id<'identity'> | null;
  handed_in_name: string | null;
  published_by: string | null;
  published_at: Moment;
}

interface SloTable {
  id: Id<'slo'>;
  objective: number;
  window_days: number | null;
  period: 'month' | 'quarter' | null;
  indicator: 'share' | 'ratio' | 'counts';
  metric_id: Id<'metric'> | null;
  total_metric_id: Id<'metric'> | null;
  attained: number | null;
  remaining: number | null;
  burning: Generated<string[]>;
  settled_at: Moment;
}

interface SloCountTable {
  slo_id: Id<'slo'>;
  at: Timestamp;
  seconds: number;
  good: ColumnType<string, number, number>;
  total: ColumnType<string, number, number>;
}

/** How bad a security finding is. */
export type SecuritySeverity = (typeof securitySeverities)[number];

interface SecurityFindingTable {
  id: Id<'security_finding'>;
  severity: SecuritySeverity;
  repository_id: Id<'repository'> | null;
  tool: string;
  rule: string;
  fingerprint: string | null;
  location: string;
  url: string | null;
  help: string | null;
  found_at: Timestamp;
  found_on: Day;
  due_on: Day;
  fixed_at: Moment;
  excepted_until: ColumnType<string | null, string | null | undefined, string | null>;
}

interface SecurityExceptionTable {
  id: Id<'security_exception'>;
  finding_id: Id<'security_finding'>;
  reason: string;
  until: Day;
  asked_by: Id<'identity'> | null;
  asked_name: string;
  asked_at: Timestamp;
  state: 'asked' | 'approved' | 'refused' | 'expired' | 'ended';
  decided_name: string | null;
  decided_at: Moment;
}

interface InfrastructureChangeTable {
  id: Id<'infrastructure_change'>;
  risk: 'low' | 'medium' | 'high';
  starts_at: Timestamp;
  ends_at: Timestamp;
  way_back: string;
  planned_by: Id<'identity'> | null;
  planned_name: string;
  approved_by: string | null;
  approved_at: Moment;
  despite: Generated<string>;
  began_at: Moment;
  ended_at: Moment;
  outcome: Generated<string>;
}

interface AlertSourceTable {
  id: Id<'alert_source'>;
  kind: 'pagerduty' | 'alertmanager';
  name: string;
  unit_id: Id<'unit'>;
  service_id: Id<'service'> | null;
  services: Json<{ name: string; service: Id<'service'> }[]>;
  sealed_secret: string | null;
  created_at: Timestamp;
  created_by: string;
  last_received_at: Moment;
  last_refusal: Generated<string>;
  last_refused_at: Moment;
}

interface AlertFiringTable {
  source_id: Id<'alert_source'>;
  fingerprint: string;
  starts_at: Timestamp;
  ends_at: Moment;
  incident_id: Id<'incident'>;
  group_key: string;
}

interface AlertDeliveryTable {
  source_id: Id<'alert_source'>;
  event: string;
  received_at: Timestamp;
}

/** The domain's tables: `db.$extendTables<OperationsTables>()`. */
export type OperationsTables = {
  incident: IncidentTable;
  incident_note: IncidentNoteTable;
  incident_role: IncidentRoleTable;
  postmortem: PostmortemTable;
  slo: SloTable;
  slo_count: SloCountTable;
  security_finding: SecurityFindingTable;
  security_exception: SecurityExceptionTable;
  infrastructure_change: InfrastructureChangeTable;
  alert_source: AlertSourceTable;
  alert_firing: AlertFiringTable;
  alert_delivery: AlertDeliveryTable;
};
