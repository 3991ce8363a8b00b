import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { PromotionState } from './tables.ts';

type Promotions = OutputOf<OperationOf<'release.getDeployment'>>['promotions'];

/** Where a deployment goes on to, from its success on. */
export async function promotionsOf(
  context: ReadContext,
  deployment: Id<'deployment'>,
): Promise<Promotions> {
  const { rows } = await sql<{
    environment_id: string;
    title: string;
    by_itself: boolean;
    state: PromotionState;
    says: string;
    due_at: Date;
    next_id: string | null;
  }>`
    select promotion.environment_id, entity.title, promotion.by_itself, promotion.state,
      promotion.says, promotion.due_at, promotion.next_id
    from deployment_promotion promotion
    join environment on environment.id = promotion.environment_id
    join entity on entity.id = environment.id and ${visible(context.actor)}
    where promotion.deployment_id = ${deployment} and promotion.due_at is not null
    order by environment.position, environment.key
  `.execute(context.db);
  return rows.map((row) => ({
    environment: { ref: toReference('environment', row.environment_id), title: row.title },
    byItself: row.by_itself,
    state: row.state,
    says: row.says,
    dueAt: row.due_at.toISOString(),
    next: row.next_id === null ? null : toReference('deployment', row.next_id),
  }));
}
