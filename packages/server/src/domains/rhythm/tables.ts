import type { EntityKind, Id, ReviewRole } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

/** JSON that goes in as text and comes out parsed, to be checked by a schema. */
type Json = ColumnType<unknown, string, string>;
type LaterTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface CycleTable {
  id: Id<'cycle'>;
  key: string;
  short_title: string | null;
  rule: Json;
  occurrence_titles: string[];
  pre_read_business_days: number;
  duration_minutes: number;
  led_by: Json;
  decider: Json;
  attendees: Json;
  sessions: Json;
  agenda: Json;
  pack: Json;
  outputs: Json;
}

interface CadenceTable {
  id: Id<'cadence'>;
  key: string;
  cycle_id: Id<'cycle'>;
  unit_id: Id<'unit'>;
  parent_id: Id<'cadence'> | null;
  rule: ColumnType<unknown, string | null, string | null>;
  time: string | null;
  time_zone: string | null;
  since: string | null;
  until: string | null;
}

interface ReviewTable {
  id: Id<'review'>;
  cadence_id: Id<'cadence'>;
  occurrence_key: string;
  ad_hoc: Generated<boolean>;
  starts_at: Timestamp;
  ends_at: Timestamp;
  time_zone: string;
  on_day: string;
  pre_read_on: string;
  freezes_at: Timestamp;
  moved: Generated<boolean>;
  subject_id: Id<EntityKind> | null;
  cancel_reason: Generated<string>;
  notes: Generated<string>;
  sequence: Generated<number>;
  sequence_at: Timestamp;
  frozen_at: LaterTimestamp;
  held_at: LaterTimestamp;
  closed_at: LaterTimestamp;
}

interface ReviewRoleTable {
  review_id: Id<'review'>;
  role: ReviewRole;
  position: number;
  says: string;
  person_id: Id<'person'> | null;
  unit_id: Id<'unit'> | null;
  by_hand: Generated<boolean>;
}

interface SectionCommentTable {
  review_id: Id<'review'>;
  section: string;
  comment: string;
  identity_id: Id<'identity'> | null;
  at: Timestamp;
}

interface PackTable {
  id: Id<'pack'>;
  review_id: Id<'review'>;
  revision: number;
  reason: string;
  content: string;
  sha256: Buffer;
  frozen_at: Timestamp;
  frozen_by: string;
}

interface CalendarFeedTable {
  id: Id<'calendar_feed'>;
  token_hash: Buffer;
  identity_id: Id<'identity'>;
  covers: 'person' | 'unit' | 'cadence' | 'all';
  entity_id: string | null;
  created_at: Timestamp;
  last_read_at: LaterTimestamp;
  revoked_at: LaterTimestamp;
}

/** The tables of this domain. */
export type RhythmTables = {
  cycle: CycleTable;
  cadence: CadenceTable;
  review: ReviewTable;
  review_role: ReviewRoleTable;
  section_comment: SectionCommentTable;
  pack: PackTable;
  calendar_feed: CalendarFeedTable;
};
