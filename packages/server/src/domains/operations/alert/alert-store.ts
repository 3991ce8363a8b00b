import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { OperationsTables } from '../tables.ts';

/** A source of alerts as its row has it. */
export type AlertSourceRow = Awaited<ReturnType<typeof loadAlertSource>>;

/** A source of alerts. Throws `not_found`. */
export async function loadAlertSource(db: Db, id: Id<'alert_source'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('alert_source')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such source of alerts.');
  return row;
}

/** What a source's secret is sealed for: in another row it doesn't open. */
const purposeOf = (id: string) => `alert_source ${id}`;

/** A source's secret as its row keeps it. */
export function sealAlertSecret(secrets: Secrets, id: Id<'alert_source'>, secret: string): string {
  return secrets.seal(purposeOf(id), secret);
}

/** A source's secret, or null where there is none that opens. */
export function openAlertSecret(
  secrets: Secrets,
  { id, sealed_secret }: Pick<AlertSourceRow, 'id' | 'sealed_secret'>,
): string | null {
  if (sealed_secret === null) return null;
  try {
    return secrets.open(purposeOf(id), sealed_secret);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return null;
  }
}

/** The secrets of all sources, for the start to bring under the present key. */
export const keptAlertSecrets: KeptSecrets = {
  name: 'secrets of alert sources',
  remedy: 'make them again on the page of the alert sources.',
  async load(tx) {
    const rows = await tx
      .$extendTables<OperationsTables>()
      .selectFrom('alert_source')
      .select(['id', 'sealed_secret as sealed'])
      .where('sealed_secret', 'is not', null)
      .forUpdate()
      .execute();
    return rows.map(({ id, sealed }) => ({ id, purpose: purposeOf(id), plain: null, sealed }));
  },
  async keep(tx, id, sealed) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('alert_source')
      .set({ sealed_secret: sealed })
      .where('id', '=', id as Id<'alert_source'>)
      .execute();
  },
};

/** One delivery of a source at a time decides. */
export async function lockDeliveries(tx: Tx, id: Id<'alert_source'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('alert source'), hashtext(${id}))`.execute(tx);
}

/** Keeps that an event was taken in; false where it was before. */
export async function isNewDelivery(
  tx: Tx,
  source: Id<'alert_source'>,
  event: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<OperationsTables>()
    .insertInto('alert_delivery')
    .values({ source_id: source, event, received_at: toDate(now) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** The firing of an alert that began at a moment, if it is known. */
export async function firingOf(
  tx: Tx,
  source: Id<'alert_source'>,
  { fingerprint, startsAt }: { fingerprint: string; startsAt: Date },
) {
  return tx
    .$extendTables<OperationsTables>()
    .selectFrom('alert_firing')
    .selectAll()
    .where('source_id', '=', source)
    .where('fingerprint', '=', fingerprint)
    .where('starts_at', '=', startsAt)
    .executeTakeFirst();
}

/** The incident of a group of alerts that is not resolved, if there is one. */
export async function unresolvedOfGroup(
  tx: Tx,
  source: Id<'alert_source'>,
  groupKey: string,
): Promise<Id<'incident'> | undefined> {
  const { rows } = await sql<{ id: Id<'incident'> }>`
    select entity.id from alert_firing join entity on entity.id = incident_id
    where source_id = ${source} and group_key = ${groupKey} and entity.state <> 'resolved'
    order by starts_at desc limit 1
  `.execute(tx);
  return rows[0]?.id;
}

/** How many alerts of an incident still fire, and when the last one ended. */
export async function firingsOf(
  tx: Tx,
  incident: Id<'incident'>,
): Promise<{ firing: number; lastEnd: Date | null }> {
  const { rows } = await sql<{ firing: number; last_end: Date | null }>`
    select count(*) filter (where ends_at is null)::integer as firing, max(ends_at) as last_end
    from alert_firing where incident_id = ${incident}
  `.execute(tx);
  return { firing: rows[0]?.firing ?? 0, lastEnd: rows[0]?.last_end ?? null };
}

/** Forgets deliveries of which no retry comes any more. */
export async function pruneDeliveries(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx
    .$extendTables<OperationsTables>()
    .deleteFrom('alert_delivery')
    .where('received_at', '<', toDate(before))
    .execute();
}
