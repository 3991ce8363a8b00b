import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';

/** Failures that wait for somebody, the worst first; those that are held or acted on do not. */
export async function failuresWaiting(context: ReadContext) {
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    says: string;
    question: string | null;
    production: boolean;
    assignee_id: Id<'person'> | null;
    owner_unit_id: Id<'unit'> | null;
  }>`
    select entity.id, entity.title, entity.state, failure.says, deployment.question,
      coalesce(environment.production, false) as production, failure.assignee_id,
      entity.owner_unit_id
    from failure join entity on entity.id = failure.id and ${visible(context.actor)}
    left join deployment on deployment.id = failure.deployment_id
    left join environment on environment.id = failure.environment_id
    where failure.settled_at is null and failure.acting is null and failure.held_until is null
    order by failure.weight desc, failure.at desc, failure.id desc limit 500
  `.execute(context.db);
  return rows;
}
