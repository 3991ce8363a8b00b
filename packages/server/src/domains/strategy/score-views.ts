import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { keyResultNumbers } from './key-result/key-result-views.ts';
import { scoreObjectives, type ServingEdge } from './rules.ts';

/**
 * The progress of objectives from what serves them, all the way down, as far as the actor sees it;
 * null where nothing that is scored does.
 */
export async function objectiveScores(
  context: ReadContext,
  today: Temporal.PlainDate,
  ids: readonly Id<'objective'>[],
): Promise<Map<string, number | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ServingEdge & { kind: string }>`
    with recursive below (id) as (
      select unnest(${[...ids]}::uuid[])
      union
      select link.from_id from below
      join link on link.to_id = below.id and link.relation = 'serves' and link.until is null
      join entity step on step.id = link.from_id and ${visible(context.actor, 'step')}
      where link.from_kind in ('objective', 'key_result')
    )
    select link.from_id as "from", link.to_id as "to", link.from_kind as kind,
      coalesce(link.weight, 1)::double precision as weight
    from below
    join link on link.to_id = below.id and link.relation = 'serves' and link.until is null
      and link.from_kind in ('objective', 'key_result')
    join entity step on step.id = link.from_id and ${visible(context.actor, 'step')}
  `.execute(context.db);
  const keyResults = rows.filter(({ kind }) => kind === 'key_result').map(({ from }) => from);
  const numbers = await keyResultNumbers(context, today, keyResults);
  return scoreObjectives(
    ids,
    rows,
    new Map([...numbers].map(([id, { progress }]) => [id, progress])),
  );
}
