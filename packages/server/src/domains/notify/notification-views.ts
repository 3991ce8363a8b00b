import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { loadSummaries } from '../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../platform/entities/linked-views.ts';
import { entityDetail } from '../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { flagServing, servableVariations, variationName } from '../flags/index.ts';
import { parseContent } from './parse-content.ts';
import type { CarriedHealth } from '../release/index.ts';
import {
  contentHash,
  isHealthy,
  type Condition,
  type HealthOf,
  type NotificationState,
  type Told,
} from './rules.ts';
import { loadNotification } from './store.ts';
import type { NotifyTables } from './tables.ts';
import { toldOf } from './told-views.ts';

type Detail = OutputOf<OperationOf<'notify.getNotification'>>;
type Listed = OutputOf<OperationOf<'notify.listNotifications'>>;

function healthCondition(health: CarriedHealth | undefined, now: Temporal.Instant): Condition {
  const condition = 'health';
  if (isHealthy(health, now))
    return { condition, holds: true, says: 'What is deployed is healthy.' };
  const what = {
    healthy: 'was healthy, but nobody has looked since',
    unhealthy: 'is unhealthy',
    unknown: 'has not been observed to be healthy',
    gone: 'does not run',
  }[health?.state ?? 'unknown'];
  const why = health?.says ? `: ${health.says.replace(/\.$/, '')}` : '';
  return { condition, holds: false, says: `What is deployed ${what}${why}.` };
}

/** What must hold for anybody at all to be told, as the database knows it now. */
export async function standingConditions(
  context: ReadContext,
  health: HealthOf,
  told: Told,
): Promise<Condition[]> {
  const conditions: Condition[] = [];
  if (told.flag) {
    const serving = await flagServing(context, {
      flag: told.flag.flag,
      environment: told.environment,
    });
    const name = variationName(serving.variations, told.flag.variation);
    const could =
      serving.state === 'active' &&
      servableVariations(serving.on, serving.configuration).has(told.flag.variation);
    const off = serving.state === 'archived' ? 'is archived' : serving.on ? 'is on' : 'is off';
    conditions.push({
      condition: 'flag',
      holds: could,
      says: could
        ? `The flag “${serving.key}” serves “${name}” to those who are told.`
        : `The flag “${serving.key}” ${off} and serves “${name}” to nobody.`,
    });
  }
  if (told.deployment) {
    const known = await health(context.db, [told.deployment], context.now);
    conditions.push(healthCondition(known.get(told.deployment), context.now));
  }
  return conditions;
}

/** A notification's page. Throws `not_found`. */
export async function notificationView(
  context: ReadContext,
  health: HealthOf,
  id: Id<'notification'>,
): Promise<Detail> {
  const {
    readers: _,
    external: __,
    kind: ___,
    ...common
  } = await entityDetail(context, {
    kind: 'notification',
    id,
  });
  const notification = await loadNotification(context.db, id);
  const { told, approved } = notification;
  const summaries = await loadSummaries(context.db, context.actor, [
    told.environment,
    ...(told.deployment ? [told.deployment] : []),
  ]);
  const serving = told.flag
    ? await flagServing(context, { flag: told.flag.flag, environment: told.environment })
    : null;
  const announces = await linkedEntities(context, [id], 'announces', 'from');
  const environment = summaries.get(told.environment);
  return {
    ...common,
    ref: toReference('notification', id),
    state: notification.state,
    heldCause: notification.heldCause,
    format: told.format,
    class: told.class,
    body: told.body,
    content: parseContent(told.title, told.body),
    action: told.action,
    audience: told.audience,
    environment: environment ?? {
      ref: toReference('environment', told.environment),
      kind: 'environment',
      title: 'An environment that you may not see',
      state: '',
    },
    flag:
      told.flag && serving
        ? {
            ref: toReference('flag', told.flag.flag),
            key: serving.key,
            title: serving.title,
            variation: told.flag.variation,
            variationName: variationName(serving.variations, told.flag.variation),
          }
        : null,
    deployment: (told.deployment && summaries.get(told.deployment)) || null,
    startsAt: told.startsAt,
    endsAt: told.endsAt,
    priority: told.priority,
    dismissible: told.dismissible,
    feedbackQuestion: told.feedbackQuestion,
    epoch: told.epoch,
    announces: (announces.get(id) ?? []).map(({ entity }) => entity),
    author: notification.authorName,
    approval: approved
      ? {
          by: approved.by,
          at: approved.at.toISOString(),
          reason: approved.reason,
          holds: approved.hash.equals(contentHash(told)),
        }
      : null,
    publishedAt: notification.publishedAt?.toISOString() ?? null,
    conditions: await standingConditions(context, health, told),
    told: await toldOf(context, id, told.epoch),
  };
}

/** Notifications, newest first. */
export async function listNotifications(
  context: ReadContext,
  query: {
    q?: string | undefined;
    state?: NotificationState | undefined;
    environment?: Id<'environment'> | undefined;
    flag?: Id<'flag'> | undefined;
    class?: string | undefined;
    ownerUnit?: Id<'unit'> | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Listed> {
  const [before] = readCursor(query.cursor, 1);
  const like = query.q?.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const { rows } = await sql<{
    id: Id<'notification'>;
    title: string;
    state: NotificationState;
    held_cause: string | null;
    format: Listed['items'][number]['format'];
    class: Listed['items'][number]['class'];
    environment_id: Id<'environment'>;
    environment_title: string;
    environment_state: string;
    flag_id: Id<'flag'> | null;
    flag_key: string | null;
    owner_unit_id: Id<'unit'> | null;
    owner_unit_title: string | null;
    starts_at: Date | null;
    ends_at: Date | null;
    updated_at: Date;
  }>`
    select entity.id, entity.title, entity.state, held_cause, format, class, environment_id,
      place.title as environment_title, place.state as environment_state, flag_id,
      flag.key as flag_key, entity.owner_unit_id, owner.title as owner_unit_title, starts_at, ends_at,
      entity.updated_at
    from notification join entity on entity.id = notification.id
    join entity place on place.id = environment_id
    left join flag on flag.id = flag_id
    left join entity owner on owner.id = entity.owner_unit_id
    where ${visible(context.actor)}
      ${like ? sql`and plain_text(lower(entity.title)) like '%' || plain_text(${like}) || '%'` : sql``}
      ${query.state ? sql`and entity.state = ${query.state}` : sql``}
      ${query.environment ? sql`and environment_id = ${query.environment}` : sql``}
      ${query.flag ? sql`and flag_id = ${query.flag}` : sql``}
      ${query.class ? sql`and class = ${query.class}` : sql``}
      ${query.ownerUnit ? sql`and entity.owner_unit_id = ${query.ownerUnit}` : sql``}
      ${before ? sql`and notification.id < ${before}::uuid` : sql``}
    order by notification.id desc limit ${query.limit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => ({
      ref: toReference('notification', row.id),
      title: row.title,
      state: row.state,
      heldCause: row.held_cause,
      format: row.format,
      class: row.class,
      environment: {
        ref: toReference('environment', row.environment_id),
        kind: 'environment' as const,
        title: row.environment_title,
        state: row.environment_state,
      },
      flag:
        row.flag_id && row.flag_key
          ? { ref: toReference('flag', row.flag_id), key: row.flag_key }
          : null,
      ownerUnit: ownerUnitOf(row),
      startsAt: row.starts_at?.toISOString() ?? null,
      endsAt: row.ends_at?.toISOString() ?? null,
      updatedAt: row.updated_at.toISOString(),
    })),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** Published notifications: all, those that promise a flag, or those that wait for deployments. */
export async function publishedIds(
  context: ReadContext,
  among: { flag?: string | undefined; carried?: boolean } = {},
): Promise<Id<'notification'>[]> {
  const rows = await context.db
    .$extendTables<NotifyTables>()
    .selectFrom('notification')
    .innerJoin('entity', 'entity.id', 'notification.id')
    .select('notification.id')
    .where('entity.state', 'in', ['scheduled', 'live', 'held'])
    .where(visible(context.actor))
    .$if(among.flag !== undefined, (where) =>
      where.where(sql<boolean>`flag_id = ${among.flag ?? null}::uuid`),
    )
    .$if(among.carried === true, (where) => where.where('deployment_id', 'is not', null))
    .orderBy('notification.id')
    .execute();
  return rows.map(({ id }) => id);
}
