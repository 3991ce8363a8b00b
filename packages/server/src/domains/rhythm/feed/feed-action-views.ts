import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { audience } from '../pack/audience.ts';
import type { Feed } from './feed-views.ts';

/** An open action as a calendar shows it: on the day that it is due. */
export interface FeedAction {
  readonly id: Id<'action'>;
  readonly title: string;
  readonly dueOn: string;
  readonly carriedOver: number;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

const instantOf = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** A person's open actions that are due between two days, as every member sees them. */
export async function feedActions(
  db: Db,
  feed: Feed,
  { from, to }: { from: string; to: string },
): Promise<FeedAction[]> {
  if (feed.covers !== 'person') return [];
  const { rows } = await sql<{
    id: Id<'action'>;
    title: string;
    due_on: string;
    carried_over: number;
    revision: number;
    created_at: Date;
    updated_at: Date;
  }>`
    select action.id, title, due_on, carried_over, revision, created_at, updated_at
    from action join entity on entity.id = action.id
    where owner_id = ${feed.entity} and entity.state = 'open' and ${visible(audience)}
      and due_on between ${from}::date and ${to}::date
    order by due_on, action.id limit 1000
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    dueOn: row.due_on,
    carriedOver: row.carried_over,
    revision: row.revision,
    createdAt: instantOf(row.created_at),
    updatedAt: instantOf(row.updated_at),
  }));
}
