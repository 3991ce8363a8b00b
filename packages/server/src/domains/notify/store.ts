import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import type { NotificationState, Told } from './rules.ts';
import type { NotifyTables } from './tables.ts';

/** A notification with what its approval is bound to. */
export interface Notification {
  readonly id: Id<'notification'>;
  readonly state: NotificationState;
  readonly told: Told;
  readonly authorId: Id<'identity'> | null;
  readonly authorName: string;
  readonly approved: {
    readonly hash: Buffer;
    readonly by: string;
    readonly at: Date;
    readonly reason: string;
  } | null;
  readonly publishedAt: Date | null;
  readonly heldCause: string | null;
}

const selected = (db: Db) =>
  db
    .$extendTables<NotifyTables>()
    .selectFrom('notification')
    .innerJoin('entity', 'entity.id', 'notification.id')
    .selectAll('notification')
    .select(['entity.title', 'entity.state']);

type Row = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number];

const iso = (date: Date | null) => date?.toISOString() ?? null;

function notificationOf(row: Row): Notification {
  return {
    id: row.id,
    state: row.state as NotificationState,
    told: {
      title: row.title,
      body: row.body,
      format: row.format,
      class: row.class,
      environment: row.environment_id,
      action:
        row.action_label === null || row.action_url === null
          ? null
          : { label: row.action_label, url: row.action_url },
      audience: row.audience,
      flag:
        row.flag_id === null || row.flag_variation === null
          ? null
          : { flag: row.flag_id, variation: row.flag_variation },
      deployment: row.deployment_id,
      startsAt: iso(row.starts_at),
      endsAt: iso(row.ends_at),
      priority: row.priority,
      dismissible: row.dismissible,
      feedbackQuestion: row.feedback_question,
      epoch: row.epoch,
    },
    authorId: row.author_id,
    authorName: row.author_name,
    approved:
      row.approved_hash && row.approved_at
        ? {
            hash: row.approved_hash,
            by: row.approved_by ?? '',
            at: row.approved_at,
            reason: row.approval_reason ?? '',
          }
        : null,
    publishedAt: row.published_at,
    heldCause: row.held_cause,
  };
}

/** A notification. Throws `not_found`. Its entity decides who sees it: load that first. */
export async function loadNotification(db: Db, id: Id<'notification'>): Promise<Notification> {
  const row = await selected(db).where('notification.id', '=', id).executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such notification, or you may not see it.');
  return notificationOf(row);
}

/** Notifications that are published and have not ended, at most 2,000. */
export async function loadPublished(db: Db): Promise<Notification[]> {
  const rows = await selected(db)
    .where('entity.state', 'in', ['scheduled', 'live', 'held'])
    .orderBy('notification.id')
    .limit(2000)
    .execute();
  return rows.map(notificationOf);
}

/** The columns that a notification's content is kept in. */
export function columnsOf(told: Omit<Told, 'title' | 'environment' | 'epoch'>) {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return {
    format: told.format,
    class: told.class,
    body: told.body,
    action_label: told.action?.label ?? null,
    action_url: told.action?.url ?? null,
    audience: JSON.stringify(told.audience),
    flag_id: told.flag?.flag ?? null,
    flag_variation: told.flag?.variation ?? null,
    deployment_id: told.deployment,
    starts_at: date(told.startsAt),
    ends_at: date(told.endsAt),
    priority: told.priority,
    dismissible: told.dismissible,
    feedback_question: told.feedbackQuestion,
  };
}

/** Whether somebody else could approve: an active member who administers or holds a strong role. */
export async function othersCouldApprove(tx: Tx, author: Id<'identity'>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select 1 from identity where kind = 'member' and state = 'active' and id <> ${author}
        and (administrator or exists (select 1 from role_grant
          where identity_id = identity.id and role in ('owner', 'editor')))
    ) as found
  `.execute(tx);
  return rows[0]?.found ?? false;
}

/** Forgets what pages reported before a moment. */
export async function pruneReported(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx
    .$extendTables<NotifyTables>()
    .deleteFrom('sdk_event')
    .where('at', '<', new Date(before.epochMilliseconds))
    .execute();
}
