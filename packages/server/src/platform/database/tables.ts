import type { EntityKind, Id, MailKind } from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** A timestamp with zone: written as a Date, read as a Date. */
export type Timestamp = ColumnType<Date, Date, Date>;

export interface EntityTable {
  id: Id<EntityKind>;
  kind: EntityKind;
  title: string;
  summary: Generated<string>;
  state: string;
  owner_unit_id: Id<'unit'> | null;
  restricted: Generated<boolean>;
  revision: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  search: GeneratedAlways<string>;
}

interface EntityReaderTable {
  entity_id: Id<EntityKind>;
  identity_id: Id<'identity'>;
}

export interface LinkTable {
  id: Id<'link'>;
  relation: string;
  from_id: Id<EntityKind>;
  from_kind: EntityKind;
  to_id: Id<EntityKind>;
  to_kind: EntityKind;
  weight: ColumnType<string | null, number | null | undefined, number | null>;
  since: Timestamp;
  until: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface ExternalReferenceTable {
  entity_id: Id<EntityKind>;
  system: string;
  external_id: string;
  address: Generated<string>;
  last_seen: Timestamp;
}

interface LedgerTable {
  id: GeneratedAlways<string>;
  tx: GeneratedAlways<string>;
  at: Timestamp;
  actor_kind: string;
  actor_id: string | null;
  via: string;
  action: string;
  entity_id: Id<EntityKind> | null;
  entity_kind: EntityKind | null;
  revision: number | null;
  schema_version: Generated<number>;
  payload_hash: Buffer;
  /** With `after`, null once the fact's payload is erased. */
  salt: Buffer | null;
  after: ColumnType<unknown, string, null>;
}

interface FeedTable {
  position: string;
  ledger_id: string;
  hash: Buffer;
}

interface FeedHeadTable {
  singleton: Generated<boolean>;
  position: ColumnType<string, number, number>;
  snapshot: string;
  hash: Buffer;
}

interface FeedCursorTable {
  consumer: string;
  position: ColumnType<string, number, number>;
}

export interface IdentityTable {
  id: Id<'identity'>;
  kind: 'member' | 'guest';
  email: string;
  name: string;
  person_id: Id<'person'> | null;
  password_hash: string | null;
  administrator: Generated<boolean>;
  state: 'invited' | 'active' | 'suspended';
  reads_kinds: Generated<string[]>;
  created_at: Timestamp;
}

interface RoleGrantTable {
  identity_id: Id<'identity'>;
  role: 'owner' | 'editor' | 'contributor' | 'viewer';
  unit_id: Id<'unit'> | null;
}

interface SessionTable {
  token_hash: Buffer;
  identity_id: Id<'identity'>;
  created_at: Timestamp;
  expires_at: Timestamp;
}

interface SignInLinkTable {
  token_hash: Buffer;
  identity_id: Id<'identity'>;
  expires_at: Timestamp;
  used_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface SavedViewTable {
  id: Id<'saved_view'>;
  owner_id: Id<'identity'>;
  name: string;
  page: string;
  search: string;
  shared_with: 'nobody' | 'unit' | 'everybody';
  unit_id: Id<'unit'> | null;
  revision: Generated<number>;
  updated_at: Timestamp;
  deleted_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface ApiKeyTable {
  id: Id<'api_key'>;
  key_hash: Buffer;
  identity_id: Id<'identity'>;
  name: string;
  scopes: string[];
  created_at: Timestamp;
  expires_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  last_used_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface IdempotencyTable {
  identity_id: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  body: string | null;
  at: Timestamp;
}

interface DecisionTable {
  id: Id<'decision'>;
  options: string[];
  choice: string | null;
  reason: Generated<string>;
  decider_id: Id<'person'> | null;
  revisit_on: string | null;
  decided_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface DecisionEffectTable {
  decision_id: Id<'decision'>;
  ordinal: number;
  effect: string;
  target_id: Id<EntityKind>;
  target_kind: EntityKind;
  parameters: ColumnType<Record<string, unknown>, string, never>;
  option: string | null;
}

interface ActionTable {
  id: Id<'action'>;
  owner_id: Id<'person'> | null;
  due_on: string | null;
  carried_over: Generated<number>;
  done_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface RiskTable {
  id: Id<'risk'>;
  owner_id: Id<'person'> | null;
  likelihood: number;
  impact: number;
  mitigation: string;
  due_on: string | null;
  carried_over: Generated<number>;
  closed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface SettingTable {
  key: string;
  value: ColumnType<unknown, string, string>;
}

interface MailMessageTable {
  id: Id<'mail'>;
  what: MailKind;
  identity_id: Id<'identity'>;
  about_ids: Generated<string[]>;
  topic: string | null;
  content: ColumnType<unknown, string, null>;
  state: Generated<'waiting' | 'sent' | 'failed' | 'withheld'>;
  attempts: Generated<number>;
  created_at: Timestamp;
  next_at: Timestamp;
  useful_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  attempted_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  sent_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  says: Generated<string>;
}

interface MailPreferenceTable {
  identity_id: Id<'identity'>;
  invitations: Generated<boolean>;
  asks: Generated<boolean>;
  digest: Generated<'none' | 'daily' | 'weekly'>;
  digest_hour: Generated<number>;
  digest_weekday: Generated<number>;
  digest_on: ColumnType<string | null, string | null | undefined, string | null>;
}

/** The platform's tables. A domain adds its own with `db.$extendTables<ItsTables>()`. */
export interface PlatformTables {
  setting: SettingTable;
  entity: EntityTable;
  entity_reader: EntityReaderTable;
  link: LinkTable;
  external_reference: ExternalReferenceTable;
  ledger: LedgerTable;
  feed: FeedTable;
  feed_head: FeedHeadTable;
  feed_cursor: FeedCursorTable;
  identity: IdentityTable;
  role_grant: RoleGrantTable;
  session: SessionTable;
  saved_view: SavedViewTable;
  sign_in_link: SignInLinkTable;
  api_key: ApiKeyTable;
  idempotency: IdempotencyTable;
  decision: DecisionTable;
  decision_effect: DecisionEffectTable;
  action: ActionTable;
  risk: RiskTable;
  mail_message: MailMessageTable;
  mail_preference: MailPreferenceTable;
}
