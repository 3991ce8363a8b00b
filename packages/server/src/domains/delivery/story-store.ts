import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/connect.ts';

/**
 * The stories that a change implements and that no other tool rules, each with how many of its changes
 * are open.
 */
export async function storiesOfChange(tx: Tx, change: string) {
  const { rows } = await sql<{
    id: Id<'story'>;
    state: string;
    changeState: string;
    openChanges: number;
  }>`
    select story.id, story.state, change.state as "changeState",
      (select count(*)::integer from link other join entity one on one.id = other.from_id
        where other.to_id = story.id and other.relation = 'implements' and other.until is null
          and one.kind = 'change' and one.state = 'open') as "openChanges"
    from link join entity story on story.id = link.to_id join entity change on change.id = link.from_id
    where link.from_id = ${change} and link.relation = 'implements' and link.until is null
      and story.kind = 'story'
      and not exists (select 1 from followed_story where story_id = story.id and gone = '')
  `.execute(tx);
  return rows;
}
