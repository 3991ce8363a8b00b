import { toReference, type EntitySummary, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { dependencyConflict, type Placed } from './dependency-rules.ts';

/** One end of a dependency. */
export interface DependencyEnd extends Placed {
  readonly summary: EntitySummary;
  readonly unit: string | null;
}

/** An initiative that depends on another, and what is wrong with that. */
export interface Dependency {
  readonly dependent: DependencyEnd;
  readonly needed: DependencyEnd;
  readonly conflict: string | null;
}

interface Row {
  id: Id<'initiative'>;
  title: string;
  stage: string;
  from: string | null;
  to: string | null;
  unit: string | null;
}

const end = (row: Row): DependencyEnd => ({
  summary: {
    ref: toReference('initiative', row.id),
    kind: 'initiative',
    title: row.title,
    state: row.stage,
  },
  stage: row.stage,
  from: row.from,
  to: row.to,
  unit: row.unit,
});

const part = (alias: string) => sql`json_build_object('id', ${sql.ref(`${alias}.id`)},
  'title', ${sql.ref(`${alias}.title`)}, 'stage', ${sql.ref(`${alias}.state`)},
  'from', ${sql.ref(`${alias}_at.window_from`)}, 'to', ${sql.ref(`${alias}_at.window_to`)},
  'unit', (select unit.title from entity unit where unit.id = ${sql.ref(`${alias}.owner_unit_id`)}))`;

/** Dependencies among initiatives that the actor sees: of some units at either end, or of one. */
export async function dependencies(
  context: ReadContext,
  of: { readonly units?: readonly string[] | undefined; readonly initiative?: Id<'initiative'> },
  limit: number,
): Promise<Dependency[]> {
  const units = of.units && sql`${[...of.units]}::uuid[]`;
  const { rows } = await sql<{ dependent: Row; needed: Row }>`
    select ${part('dependent')} as dependent, ${part('needed')} as needed
    from link
    join entity dependent on dependent.id = link.from_id and ${visible(context.actor, 'dependent')}
    join initiative dependent_at on dependent_at.id = dependent.id
    join entity needed on needed.id = link.to_id and ${visible(context.actor, 'needed')}
    join initiative needed_at on needed_at.id = needed.id
    where link.relation = 'depends_on' and link.until is null
      ${
        of.initiative
          ? sql`and ${of.initiative} in (dependent.id, needed.id)`
          : sql`and dependent.state not in ('done', 'stopped')`
      }
      ${
        units
          ? sql`and (dependent.owner_unit_id = any(${units}) or needed.owner_unit_id = any(${units}))`
          : sql``
      }
    order by link.id limit ${limit}
  `.execute(context.db);
  return rows.map((row) => {
    const dependent = end(row.dependent);
    const needed = end(row.needed);
    return { dependent, needed, conflict: dependencyConflict(dependent, needed) };
  });
}
