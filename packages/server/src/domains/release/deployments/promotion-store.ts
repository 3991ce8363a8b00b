import { randomUUID } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { environmentByKey } from '../environments/store.ts';
import type { Onward } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';
import type { PromotionState } from './tables.ts';

/** Keeps where a deployment goes on to once it has succeeded; unknown environments are left out. */
export async function keepPromotions(
  context: WriteContext,
  deployment: Id<'deployment'>,
  onward: readonly Onward[],
): Promise<void> {
  for (const { key, byItself, settleSeconds } of onward) {
    const environment = await environmentByKey(context.tx, key);
    if (!environment) continue;
    await context.tx
      .$extendTables<ReleaseTables>()
      .insertInto('deployment_promotion')
      .values({
        id: randomUUID(),
        deployment_id: deployment,
        environment_id: environment,
        by_itself: byItself,
        settle_seconds: settleSeconds,
        state: 'waiting',
      })
      .execute();
  }
}

/** Makes what a deployment goes on to due: from its success on. */
export async function beginPromotions(
  context: WriteContext,
  deployment: Id<'deployment'>,
): Promise<void> {
  await sql`
    update deployment_promotion set state = 'waiting', says = '', next_id = null,
      due_at = ${toDate(context.now)}::timestamptz + make_interval(secs => settle_seconds)
    where deployment_id = ${deployment}
  `.execute(context.tx);
}

/** Somebody took a release onward: what waited for that is done. */
export async function settlePromotion(
  context: WriteContext,
  onward: {
    release: Id<'release'>;
    repository_id: Id<'repository'>;
    environment_id: Id<'environment'>;
    next: Id<'deployment'>;
  },
): Promise<void> {
  await sql`
    update deployment_promotion promotion set state = 'done', says = '', next_id = ${onward.next}
    from deployment where deployment.id = promotion.deployment_id
      and deployment.release_id = ${onward.release}
      and deployment.repository_id = ${onward.repository_id}
      and promotion.environment_id = ${onward.environment_id}
      and promotion.state in ('waiting', 'refused') and promotion.due_at is not null
  `.execute(context.tx);
}

/** Takes the turn of a promotion; undefined where another node has it, or it isn't due any more. */
export async function takePromotionTurn(context: WriteContext, id: string) {
  return context.tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_promotion')
    .innerJoin('deployment', 'deployment.id', 'deployment_promotion.deployment_id')
    .select([
      'deployment_promotion.environment_id',
      'deployment.release_id',
      'deployment.current',
      'deployment.health',
      'deployment.health_says',
    ])
    .where('deployment_promotion.id', '=', id)
    .where('deployment_promotion.state', '=', 'waiting')
    .where('due_at', '<=', toDate(context.now))
    .forUpdate('deployment_promotion')
    .skipLocked()
    .executeTakeFirst();
}

/** Writes how a promotion stands, and when it is looked at again. */
export async function movePromotion(
  context: WriteContext,
  id: string,
  to: { state: PromotionState; says: string; againAt?: Temporal.Instant },
): Promise<void> {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment_promotion')
    .set({
      state: to.state,
      says: to.says,
      ...(to.againAt ? { due_at: toDate(to.againAt) } : {}),
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}
