import { randomBytes } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { NotifyTables } from '../tables.ts';
import { mergeReach } from './reach-rules.ts';

/** What a recipient did with one epoch of a notification. */
export interface RecipientRow {
  readonly seen: boolean;
  readonly dismissed: boolean;
  readonly claimed: boolean;
}

/** What a recipient did, by `notification epoch`: one indexed read. */
export async function loadRecipient(
  db: Db,
  environment: Id<'environment'>,
  recipient: string,
): Promise<Map<string, RecipientRow>> {
  const { rows } = await sql<RecipientRow & { id: string; epoch: number }>`
    select notification_id as id, epoch, bool_or(seen) as seen, bool_or(dismissed) as dismissed,
      bool_or(claimed) as claimed
    from (
      select notification_id, epoch, seen is not null as seen, dismissed is not null as dismissed,
        false as claimed
      from notification_receipt where environment_id = ${environment} and recipient = ${recipient}
      union all
      select notification_id, epoch, false, false, true
      from notification_claim where environment_id = ${environment} and recipient = ${recipient}
    ) as acts group by notification_id, epoch
  `.execute(db);
  return new Map(rows.map(({ id, epoch, ...row }) => [`${id} ${epoch}`, row]));
}

/** One receipt: the earliest moments at which a recipient did something. */
export interface Receipt {
  readonly notification: Id<'notification'>;
  readonly epoch: number;
  readonly shown: Date | null;
  readonly seen: Date | null;
  readonly clicked: Date | null;
  readonly dismissed: Date | null;
}

/** Merges receipts by minimum; unknown notifications and epochs to come are skipped. */
export async function mergeReceipts(
  db: Db,
  environment: Id<'environment'>,
  recipient: string,
  receipts: readonly Receipt[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const one of receipts) {
      await sql`
        insert into notification_receipt as kept
          (environment_id, recipient, notification_id, epoch, shown, seen, clicked, dismissed)
        select ${environment}, ${recipient}, id, ${one.epoch}, ${one.shown}::timestamptz,
          ${one.seen}::timestamptz, ${one.clicked}::timestamptz, ${one.dismissed}::timestamptz
        from notification
        where id = ${one.notification} and environment_id = ${environment} and epoch >= ${one.epoch}
        on conflict (environment_id, recipient, notification_id, epoch) do update set
          shown = least(kept.shown, excluded.shown), seen = least(kept.seen, excluded.seen),
          clicked = least(kept.clicked, excluded.clicked),
          dismissed = least(kept.dismissed, excluded.dismissed)
      `.execute(tx);
    }
  });
}

/** Claims a modal for one tab: the claim, or null where another has it. */
export async function claimOnce(
  db: Db,
  environment: Id<'environment'>,
  recipient: string,
  about: { notification: Id<'notification'>; epoch: number; at: Date },
): Promise<string | null> {
  const claim = randomBytes(18).toString('base64url');
  const row = await db
    .$extendTables<NotifyTables>()
    .insertInto('notification_claim')
    .values({
      environment_id: environment,
      recipient,
      notification_id: about.notification,
      epoch: about.epoch,
      claim,
      at: about.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('claim')
    .executeTakeFirst();
  return row?.claim ?? null;
}

/** What a page reported. */
export interface Reported {
  readonly id: string;
  readonly type: 'event' | 'evaluation';
  readonly name: string;
  readonly at: Date;
  readonly value: number | null;
  readonly variation: number | null;
  readonly attributes: string | null;
}

/** Keeps what a page reported, each id once; answers the ids that are new. */
export async function keepReported(
  db: Db,
  from: { environment: Id<'environment'>; recipient: string; account: string | null },
  reported: readonly Reported[],
): Promise<Set<string>> {
  const rows = await db
    .$extendTables<NotifyTables>()
    .insertInto('sdk_event')
    .values(
      reported.map((one) => ({
        environment_id: from.environment,
        recipient: from.recipient,
        account: from.account,
        ...one,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Merges what a node has counted of a notification's reach into what all nodes have. */
export async function mergeReachInto(
  db: Db,
  about: { notification: Id<'notification'>; epoch: number },
  registers: Buffer,
): Promise<void> {
  const tables = db.$extendTables<NotifyTables>();
  await tables.transaction().execute(async (tx) => {
    const key = { notification_id: about.notification, epoch: about.epoch };
    await tx
      .insertInto('notification_reach')
      .values({ ...key, registers })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const kept = await tx
      .selectFrom('notification_reach')
      .select('registers')
      .where('notification_id', '=', about.notification)
      .where('epoch', '=', about.epoch)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await tx
      .updateTable('notification_reach')
      .set({ registers: mergeReach(kept.registers, registers) })
      .where('notification_id', '=', about.notification)
      .where('epoch', '=', about.epoch)
      .execute();
  });
}
