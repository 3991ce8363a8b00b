import {
  isEntityKind,
  parseReference,
  type EntityKind,
  type EntityRef,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Gate } from '../../../platform/gates/gate.ts';

/** What a gate is asked about: what the step names, else what of the deployment fits its kinds. */
export async function gateSubjects(
  context: ReadContext,
  gate: Gate,
  deployment: Id<'deployment'>,
  named: string | undefined,
): Promise<EntityRef[] | undefined> {
  if (named !== undefined) {
    const parsed = parseReference(named);
    return parsed && isEntityKind(parsed.kind)
      ? [{ kind: parsed.kind, id: parsed.id as Id<EntityKind> }]
      : undefined;
  }
  const { rows } = await sql<{ kind: EntityKind; id: Id<EntityKind>; rank: number }>`
    with own as (select * from deployment where id = ${deployment}),
    brought as (
      select 'deployment' as kind, id, 0 as rank from own
      union all select 'release', release_id, 1 from own
      union all select 'environment', environment_id, 2 from own
      union all select 'repository', repository_id, 3 from own
      union all select 'service', link.to_id, 4 from own join link
        on link.from_id = own.repository_id and link.relation = 'builds' and link.until is null
      union all select 'initiative', served.to_id, 5 from own join link held
        on held.from_id = own.release_id and held.relation = 'contains' and held.until is null
        join link served on served.from_id = held.to_id and served.relation = 'implements'
          and served.until is null)
    select distinct brought.kind, brought.id, brought.rank from brought
    join entity on entity.id = brought.id and entity.kind = brought.kind
      and ${visible(context.actor)}
    where brought.kind = any(${[...gate.kinds]}::text[]) order by brought.rank limit 100
  `.execute(context.db);
  const carried = ['service', 'initiative'].some((kind) => gate.kinds.includes(kind as EntityKind));
  if (rows.length === 0 && !carried) return undefined;
  return rows.filter(({ rank }) => rank === rows[0]?.rank).map(({ kind, id }) => ({ kind, id }));
}
