import type { Id, PackContent } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';

/** A frozen pack. */
export interface Pack {
  readonly id: Id<'pack'>;
  readonly review: Id<'review'>;
  readonly revision: number;
  readonly reason: string;
  /** The bytes that the hash is of. */
  readonly text: string;
  readonly content: PackContent;
  readonly sha256: string;
  readonly frozenAt: string;
  readonly frozenBy: string;
}

interface PackRow {
  id: Id<'pack'>;
  review_id: Id<'review'>;
  revision: number;
  reason: string;
  content: string;
  sha256: Buffer;
  frozen_at: Date;
  frozen_by: string;
}

function packOf(row: PackRow | undefined): Pack | undefined {
  return (
    row && {
      id: row.id,
      review: row.review_id,
      revision: row.revision,
      reason: row.reason,
      text: row.content,
      // What this domain froze itself, and a check of the database holds its hash to.
      content: JSON.parse(row.content) as PackContent,
      sha256: row.sha256.toString('hex'),
      frozenAt: row.frozen_at.toISOString(),
      frozenBy: row.frozen_by,
    }
  );
}

/** A review's pack of a revision, or its last one. */
export async function loadPack(
  db: Db,
  review: Id<'review'>,
  revision?: number,
): Promise<Pack | undefined> {
  const { rows } = await sql<PackRow>`
    select * from pack where review_id = ${review}
      ${revision === undefined ? sql`` : sql`and revision = ${revision}`}
    order by revision desc limit 1
  `.execute(db);
  return packOf(rows[0]);
}

/**
 * The last pack of the cadence's reviews before one: what a first revision is compared with. What
 * came after the pack was frozen, a late revision or a move, changes nothing of the comparison.
 */
export async function packBefore(
  db: Db,
  cadence: Id<'cadence'>,
  pack: Pack,
): Promise<Pack | undefined> {
  const { rows } = await sql<PackRow>`
    select pack.* from pack join review on review.id = pack.review_id
    where cadence_id = ${cadence} and review.id <> ${pack.review}
      and pack.frozen_at <= ${pack.frozenAt}::timestamptz
      and starts_at < ${pack.content.startsAt}::timestamptz
    order by starts_at desc, revision desc limit 1
  `.execute(db);
  return packOf(rows[0]);
}

/** The stamps of a review's packs, oldest first. */
export async function packStamps(
  db: Db,
  review: Id<'review'>,
): Promise<Omit<PackRow, 'content'>[]> {
  const { rows } = await sql<Omit<PackRow, 'content'>>`
    select id, review_id, revision, reason, sha256, frozen_at, frozen_by from pack
    where review_id = ${review} order by revision
  `.execute(db);
  return rows;
}
