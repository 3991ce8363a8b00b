import type { EntityKind, EntitySummary, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';

/** An environment as flags show it. */
export interface EnvironmentStanding {
  readonly id: Id<'environment'>;
  readonly production: boolean;
  readonly summary: EntitySummary;
}

/** Environments in the order in which a change reaches them; production says so. */
export async function environmentsInOrder(context: ReadContext): Promise<EnvironmentStanding[]> {
  const { rows } = await sql<{
    id: Id<'environment'>;
    kind: EntityKind;
    title: string;
    state: string;
    production: boolean;
  }>`
    select entity.id, entity.kind, entity.title, entity.state,
      coalesce(environment.production, false) as production
    from entity left join environment on environment.id = entity.id
    where entity.kind = 'environment' and ${visible(context.actor)}
    order by coalesce(environment.position, 0), entity.id
  `.execute(context.db);
  return rows.map((row) => ({ id: row.id, production: row.production, summary: summaryOf(row) }));
}

/** The production environments, in order. */
export async function productionEnvironments(context: ReadContext): Promise<EnvironmentStanding[]> {
  return (await environmentsInOrder(context)).filter(({ production }) => production);
}
