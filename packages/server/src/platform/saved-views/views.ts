import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../access/can.ts';
import { visible } from '../access/visible.ts';
import type { ReadContext } from '../context.ts';
import { summaryOf } from '../entities/entity.ts';
import { viewer } from './saved-view.ts';

type SavedView = OutputOf<OperationOf<'savedViews.listSavedViews'>>['items'][number];

interface Row {
  id: Id<'saved_view'>;
  owner_id: Id<'identity'>;
  name: string;
  page: string;
  search: string;
  shared_with: SavedView['sharedWith'];
  unit_id: Id<'unit'> | null;
  unit_title: string | null;
  unit_state: string | null;
  by: string;
  revision: number;
  updated_at: Date;
}

/**
 * One's own saved views and those that are shared with everybody or with a unit that one belongs
 * to (`units`) or holds a role on; by name.
 */
export async function savedViewsFor(
  context: ReadContext,
  units: readonly Id<'unit'>[],
  page: string | undefined,
): Promise<SavedView[]> {
  const { id: identity, administrator } = viewer(context.actor);
  const { rows } = await sql<Row>`
    select saved_view.id, owner_id, saved_view.name, page, saved_view.search, shared_with, unit_id,
      unit.title as unit_title, unit.state as unit_state, identity.name as by,
      saved_view.revision, saved_view.updated_at
    from saved_view join identity on identity.id = owner_id
    left join entity unit on unit.id = unit_id and ${visible(context.actor, 'unit')}
    where deleted_at is null and (owner_id = ${identity} or shared_with <> 'nobody')
      and (${page ?? null}::text is null or page = ${page ?? null})
    order by plain_text(lower(saved_view.name)), saved_view.id
  `.execute(context.db);
  const mine = new Set(units);
  const found = rows.filter(
    (row) =>
      row.owner_id === identity ||
      row.unit_id === null ||
      (row.unit_title !== null &&
        (mine.has(row.unit_id) || can(context.actor, 'viewer', row.unit_id))),
  );
  return found.map((row) => ({
    ref: toReference('saved_view', row.id),
    name: row.name,
    page: row.page,
    search: row.search,
    sharedWith: row.shared_with,
    unit:
      row.unit_id && row.unit_title !== null && row.unit_state !== null
        ? summaryOf({
            id: row.unit_id,
            kind: 'unit',
            title: row.unit_title,
            state: row.unit_state,
          })
        : null,
    by: row.by,
    mayChange: row.owner_id === identity || administrator,
    revision: row.revision,
    updatedAt: row.updated_at.toISOString(),
  }));
}
