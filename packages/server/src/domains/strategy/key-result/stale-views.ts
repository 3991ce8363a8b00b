import type { EntitySummary, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { goodUntil } from '../rules.ts';
import { measuredOn } from './measured-on.ts';
import { workedOn } from './worked-on.ts';

/** A key result that waits for a check-in: since when at the latest. */
export interface StaleKeyResult {
  readonly summary: EntitySummary;
  readonly checkedInOn: string | null;
  /** The last day on which its check-in still counted; for none, of its beginning. */
  readonly dueOn: string;
}

/** A person's key results that are stale, longest ago first: 50 at most. */
export async function staleKeyResults(
  context: ReadContext,
  today: Temporal.PlainDate,
  owner: Id<'person'>,
): Promise<StaleKeyResult[]> {
  const { rows } = await sql<{
    id: Id<'key_result'>;
    kind: 'key_result';
    title: string;
    state: string;
    check_in_days: number;
    began_on: string;
    checked_in_on: string | null;
    fresh_days: number | null;
  }>`
    select entity.id, entity.kind, entity.title, entity.state, check_in_days, fresh_days,
      entity.created_at::date as began_on, ${measuredOn} as checked_in_on
    from key_result join entity on entity.id = key_result.id
    where owner_id = ${owner} and ${workedOn} and ${visible(context.actor)}
    order by key_result.id limit 500
  `.execute(context.db);
  return rows
    .map((row) => ({
      summary: summaryOf(row),
      checkedInOn: row.checked_in_on,
      dueOn: goodUntil(row.checked_in_on ?? row.began_on, row).toString(),
    }))
    .filter(({ dueOn }) => dueOn < today.toString())
    .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn))
    .slice(0, 50);
}
