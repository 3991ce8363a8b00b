import type {
  CardHeading,
  EntityKind,
  Id,
  RetrospectivePhase,
  ReviewRole,
} from '@throughline/contract';
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
  version: Generated<number>;
  copied_from_id: ColumnType<Id<'cycle'> | null, Id<'cycle'> | undefined, never>;
}

interface CadenceTable {
  id: Id<'cadence'>;
  key: string;
  cycle_id: Id<'cycle'>;
  session: ColumnType<string | null, string | null, never>;
  facilitator_id: Id<'person'> | null;
  product_owner_id: Id<'person'> | null;
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
  fell_away: Generated<boolean>;
  place: Generated<string>;
  sequence: Generated<number>;
  sequence_at: Timestamp;
  /** What it was frozen with. */
  frozen_cycle_id: ColumnType<Id<'cycle'> | null, undefined, Id<'cycle'>>;
  frozen_version: ColumnType<number | null, undefined, number>;
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

interface SectionAskTable {
  review_id: Id<'review'>;
  section: string;
  person_id: Id<'person'>;
  asked_at: Timestamp;
  reminded_at: LaterTimestamp;
}

interface ReviewInvitationTable {
  review_id: Id<'review'>;
  identity_id: Id<'identity'>;
  sequence: number;
  told: Buffer;
  cancelled: Generated<boolean>;
  at: Timestamp;
}

interface ReviewRoomTable {
  review_id: Id<'review'>;
  point: number | null;
  point_since: LaterTimestamp;
  paused_at: LaterTimestamp;
  read_back_at: LaterTimestamp;
  read_back_by: string | null;
}

interface ReviewNoteTable {
  id: Id<'note'>;
  review_id: Id<'review'>;
  point: number | null;
  text: string;
  identity_id: Id<'identity'> | null;
  by_name: string;
  at: Timestamp;
  struck_at: LaterTimestamp;
}

interface ReviewPresenceTable {
  review_id: Id<'review'>;
  identity_id: Id<'identity'>;
  since: Timestamp;
  seen_at: Timestamp;
}

interface DeepDiveTable {
  review_id: Id<'review'>;
  ordinal: number;
  entity_id: string;
  seed: string;
  wheel: Json;
  reason: string;
  by_name: string;
  at: Timestamp;
}

interface CarriedMatterTable {
  entity_id: string;
  cadence_id: Id<'cadence'>;
  misses: number;
  from_cadence_id: Id<'cadence'> | null;
  risen_at: LaterTimestamp;
  review_id: Id<'review'>;
}

interface RetrospectiveTable {
  review_id: Id<'review'>;
  phase: RetrospectivePhase;
  dots: number;
  private: boolean;
  revealed_at: LaterTimestamp;
  topic_id: Id<'card'> | null;
  topic_until: LaterTimestamp;
}

interface RetrospectiveCardTable {
  id: Id<'card'>;
  review_id: Id<'review'>;
  heading: CardHeading;
  text: string;
  identity_id: Id<'identity'>;
  by_name: string;
  under_id: Id<'card'> | null;
  at: Timestamp;
}

interface RetrospectiveDotTable {
  card_id: Id<'card'>;
  identity_id: Id<'identity'>;
  dots: number;
}

interface RetrospectiveActionTable {
  action_id: Id<'action'>;
  review_id: Id<'review'>;
  card_id: Id<'card'> | null;
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
  section_ask: SectionAskTable;
  review_invitation: ReviewInvitationTable;
  review_room: ReviewRoomTable;
  review_note: ReviewNoteTable;
  review_presence: ReviewPresenceTable;
  deep_dive: DeepDiveTable;
  carried_matter: CarriedMatterTable;
  retrospective: RetrospectiveTable;
  retrospective_card: RetrospectiveCardTable;
  retrospective_dot: RetrospectiveDotTable;
  retrospective_action: RetrospectiveActionTable;
};
