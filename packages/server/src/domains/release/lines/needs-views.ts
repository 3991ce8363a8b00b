import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../../../platform/access/can.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Need } from '../../../platform/home/home.ts';
import { isNotForward } from './views.ts';

interface NeedRow {
  id: string;
  title: string;
  state: string;
  owner_unit_id: Id<'unit'> | null;
  says: string;
}

/**
 * Backports that wait for a person, and fixes on lines that the default branch hasn't, for those
 * who may act: with the act that settles it where one press does.
 */
export async function lineNeeds(context: ReadContext): Promise<Need[]> {
  const mine = (row: { owner_unit_id: Id<'unit'> | null }) =>
    can(context.actor, 'contributor', row.owner_unit_id);
  const stuck = await sql<NeedRow & { revision: number }>`
    select entity.id, entity.title, entity.state, entity.owner_unit_id, entity.revision,
      backport.says
    from backport join entity on entity.id = backport.id
    where backport.active and backport.direction = 'back'
      and entity.state in ('conflict', 'ready') and ${visible(context.actor)}
    order by entity.state, backport.id limit 200
  `.execute(context.db);
  const fixes = await sql<NeedRow & { sha: string }>`
    select entity.id, entity.title, entity.state, entity.owner_unit_id, commit.subject as says,
      commit.sha
    from line_commit commit join entity on entity.id = commit.line_id
    where ${isNotForward} and ${visible(context.actor)}
    order by commit.at, commit.sha limit 200
  `.execute(context.db);
  const backports = stuck.rows.filter(mine).map((row): Need => {
    const ref = toReference('backport', row.id);
    return {
      key: ref,
      entity: { ref, kind: 'backport', title: row.title, state: row.state },
      says: row.says,
      dueOn: null,
      urgency: row.state === 'conflict' ? 'today' : 'soon',
      act:
        row.state === 'ready'
          ? {
              label: 'Land it',
              operation: 'release.landBackport',
              params: { id: ref },
              body: {},
              ifMatch: row.revision,
            }
          : null,
    };
  });
  const forward = fixes.rows.filter(mine).map((row): Need => {
    const ref = toReference('release_line', row.id);
    return {
      key: `${ref} ${row.sha}`,
      entity: { ref, kind: 'release_line', title: row.title, state: row.state },
      says: `The default branch hasn’t “${row.says.slice(0, 200)}”`,
      dueOn: null,
      urgency: 'soon',
      act: {
        label: 'Bring it forward',
        operation: 'release.askForwardPort',
        params: { id: ref },
        body: { sha: row.sha },
        ifMatch: null,
      },
    };
  });
  return [...backports.slice(0, 20), ...forward.slice(0, 10)];
}
