import type { Id } from '@throughline/contract';
import { deliveriesKept } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';

/** A tracker's row. Throws `not_found`. */
export async function loadTracker(db: Db, id: Id<'tracker'>) {
  const row = await db
    .$extendTables<DeliveryTables>()
    .selectFrom('tracker')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such tracker.');
  return row;
}

/** A tracker as its row tells it. */
export type TrackerRow = Awaited<ReturnType<typeof loadTracker>>;

/** What a tracker's secrets are sealed for: in another row, or for another use, they don't open. */
const purposeOf = (what: 'token' | 'secret', id: string) => `tracker ${what} ${id}`;

/** A tracker's token or webhook secret as its row keeps it. */
export function sealFor(
  secrets: Secrets,
  what: 'token' | 'secret',
  id: Id<'tracker'>,
  plain: string,
): string {
  return secrets.seal(purposeOf(what, id), plain);
}

/** A tracker's token or webhook secret, or undefined where it can't be opened or there is none. */
export function openOf(
  secrets: Secrets,
  what: 'token' | 'secret',
  row: Pick<TrackerRow, 'id' | 'sealed_token' | 'sealed_secret'>,
): string | undefined {
  const sealed = what === 'token' ? row.sealed_token : row.sealed_secret;
  if (sealed === null) return undefined;
  try {
    return secrets.open(purposeOf(what, row.id), sealed);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return undefined;
  }
}

const remedy = 'enter them again on the page of the trackers.';

async function sealedOf(tx: Tx, what: 'token' | 'secret') {
  const column = what === 'token' ? 'sealed_token' : 'sealed_secret';
  const rows = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('tracker')
    .select(['id', `${column} as sealed`])
    .where(column, 'is not', null)
    .forUpdate()
    .execute();
  return rows.map(({ id, sealed }) => ({ id, purpose: purposeOf(what, id), plain: null, sealed }));
}

/** The tokens and webhook secrets of all trackers, for the start to bring under the present key. */
export const keptTrackerSecrets: readonly KeptSecrets[] = [
  {
    name: 'tokens of trackers',
    remedy,
    load: (tx) => sealedOf(tx, 'token'),
    async keep(tx, id, sealed) {
      await sql`update tracker set sealed_token = ${sealed} where id = ${id}`.execute(tx);
    },
  },
  {
    name: 'webhook secrets of trackers',
    remedy,
    load: (tx) => sealedOf(tx, 'secret'),
    async keep(tx, id, sealed) {
      await sql`update tracker set sealed_secret = ${sealed} where id = ${id}`.execute(tx);
    },
  },
];

/** The id of the tracker of a name. */
export async function trackerNamed(db: Db, name: string): Promise<Id<'tracker'> | undefined> {
  const row = await db
    .$extendTables<DeliveryTables>()
    .selectFrom('tracker')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.id;
}

/** How many backlogs follow a tracker. */
export async function followersOf(db: Db, id: Id<'tracker'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from followed_backlog where tracker_id = ${id}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Keeps that a delivery came, and forgets the oldest beyond those that are kept. */
export async function keepDelivery(
  tx: Tx,
  tracker: Id<'tracker'>,
  delivery: { at: Date; event: string; says: string },
): Promise<void> {
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('tracker_delivery')
    .values({ tracker_id: tracker, ...delivery })
    .execute();
  await sql`
    delete from tracker_delivery where tracker_id = ${tracker} and id <= (
      select id from tracker_delivery where tracker_id = ${tracker}
      order by id desc offset ${deliveriesKept} limit 1)
  `.execute(tx);
}
