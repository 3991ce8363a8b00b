import { parseReference, toReference, type EntityRef, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { Work } from './follow-rules.ts';

/** What stories of an epic implement: some work, or nothing. */
export type EpicTarget = EntityRef<'initiative' | 'feature'> | null;

/** An epic as it is known here. */
export interface KnownEpic {
  readonly id: string;
  readonly target: EpicTarget;
  readonly by: 'hand' | 'rule' | null;
}

/** Those of some epics that are known, by the tool's id. */
export async function epicsOf(
  db: Db,
  backlog: Id<'followed_backlog'>,
  ids: readonly string[],
): Promise<Map<string, KnownEpic>> {
  const { rows } = await sql<{
    id: string;
    target: Id<'initiative' | 'feature'> | null;
    kind: 'initiative' | 'feature' | null;
    by: KnownEpic['by'];
  }>`
    select external_id as id, target_id as target, target_kind as kind, chosen_by as by
    from followed_epic where backlog_id = ${backlog} and external_id = any(${[...ids]}::text[])
  `.execute(db);
  return new Map(
    rows.map(({ id, target, kind, by }) => [
      id,
      { id, by, target: target && kind ? { kind, id: target } : null },
    ]),
  );
}

/** Initiatives and features that every member sees and that bear a title, or that a reference names. */
export async function workNamed(
  db: Db,
  { title, named }: { title: string; named: string | undefined },
): Promise<Work[]> {
  const reference = named === undefined ? undefined : parseReference(named);
  const { rows } = await sql<Omit<Work, 'ref'>>`
    select id, kind, title from entity
    where kind in ('initiative', 'feature') and not restricted
      and (lower(title) = lower(${title.trim()}) or id = ${reference?.id ?? null}::uuid)
    order by id limit 20
  `.execute(db);
  return rows.map((row) => ({ ...row, ref: toReference(row.kind, row.id) }));
}
