import type { forgeSystems, Id, reviewVerdicts } from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from '../../../platform/database/tables.ts';
import type { Nullable, NullableTimestamp } from '../column-tables.ts';

/** What a reviewer said last. */
export type Verdict = (typeof reviewVerdicts)[number];

interface ForgeTable {
  repository_id: Id<'repository'>;
  system: (typeof forgeSystems)[number];
  address: string;
  project: string;
  app_id: Nullable<string>;
  installation_id: Nullable<string>;
  sealed_key: Nullable<string>;
  sealed_secret: Nullable<string>;
  reports: boolean;
  refused_at: NullableTimestamp;
  refused_says: Nullable<string>;
  problem: Nullable<string>;
  due_at: Timestamp;
  reported_at: NullableTimestamp;
  created_at: Timestamp;
  created_by: string;
}

interface ForgeDeliveryTable {
  id: Generated<string>;
  repository_id: Id<'repository'>;
  at: Timestamp;
  event: string;
  says: string;
}

interface ReviewRequestTable {
  repository_id: Id<'repository'>;
  number: number;
  change_id: Nullable<Id<'change'>>;
  address: string;
  title: string;
  author: string;
  branch: string;
  target: string;
  head: string;
  state: 'open' | 'merged' | 'closed';
  draft: boolean;
  labels: string[];
  reviews: ColumnType<Record<string, Verdict>, string | undefined, string>;
  changed_at: Timestamp;
  seen_at: Timestamp;
  comment_id: Nullable<string>;
  comment_digest: Nullable<string>;
}

interface ForgeStatusTable {
  repository_id: Id<'repository'>;
  sha: string;
  name: string;
  digest: string;
  sent_at: Timestamp;
}

/** The tables of forges. */
export type ForgeTables = {
  forge: ForgeTable;
  forge_delivery: ForgeDeliveryTable;
  review_request: ReviewRequestTable;
  forge_status: ForgeStatusTable;
};
