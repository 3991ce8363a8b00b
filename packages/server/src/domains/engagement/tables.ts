import type {
  accountSegments,
  attendances,
  EntityKind,
  heardAtPlaces,
  Id,
  programKinds,
} from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

/** Which market an account belongs to. */
export type Segment = (typeof accountSegments)[number];

/** What kind of program it is. */
export type ProgramKind = (typeof programKinds)[number];

/** A part of a journey's blueprint. */
export interface BlueprintPart {
  readonly title: string;
  readonly description: string;
}

/** A stage of a journey with its sessions. */
export interface JourneyStage {
  readonly title: string;
  readonly purpose: string;
  readonly sessions: readonly string[];
}

interface AccountTable {
  id: Id<'account'>;
  segment: Segment;
  tier: number;
  annual_value: ColumnType<string, number, number>;
  external_key: string | null;
}

interface ContactTable {
  id: Id<'contact'>;
  account_id: Id<'account'>;
  role: Generated<string>;
  email: string | null;
}

interface ProgramTable {
  id: Id<'program'>;
  program_kind: ProgramKind;
  short_name: Generated<string>;
  segment: Segment | null;
  cadence: Generated<string>;
  manager_id: Id<'person'> | null;
  purpose: Generated<string>;
  membership: Generated<string>;
  terms: Generated<string>;
  confidentiality: Generated<string>;
  blueprint: ColumnType<BlueprintPart[], string, string>;
  stages: ColumnType<JourneyStage[], string, string>;
}

interface MeetingTable {
  id: Id<'meeting'>;
  program_id: Id<'program'>;
  starts_at: Timestamp;
  duration_minutes: number;
  place: Generated<string>;
  minutes: Generated<string>;
}

interface AgendaItemTable {
  meeting_id: Id<'meeting'>;
  ordinal: number;
  title: string;
  minutes: number;
  about_id: Id<EntityKind> | null;
  shared: boolean;
}

interface AttendanceTable {
  meeting_id: Id<'meeting'>;
  who_id: Id<EntityKind>;
  attendance: (typeof attendances)[number];
}

interface FeedbackTable {
  id: Id<'feedback'>;
  verbatim: string;
  rating: number | null;
  heard_at: (typeof heardAtPlaces)[number];
  received_at: Timestamp;
  segment: Segment | null;
  themes: Generated<string[]>;
  answer: Generated<string>;
  page: Generated<string>;
  program_id: Id<'program'> | null;
  merged_into_id: Id<'feedback'> | null;
  intake_key: string | null;
  account_key: string | null;
}

interface ShareTable {
  entity_id: Id<EntityKind>;
  identity_id: Id<'identity'>;
  since: Timestamp;
}

/** The domain's tables: `db.$extendTables<EngagementTables>()`. */
export type EngagementTables = {
  account: AccountTable;
  contact: ContactTable;
  program: ProgramTable;
  meeting: MeetingTable;
  agenda_item: AgendaItemTable;
  attendance: AttendanceTable;
  feedback: FeedbackTable;
  share: ShareTable;
};
