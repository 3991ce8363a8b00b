import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';

/** An incident as deployments are charged with it; times in milliseconds since 1970. */
export interface ChargedIncident {
  readonly id: string;
  readonly deployment: string | null;
  readonly services: readonly string[];
  readonly openedAt: number;
  readonly resolvedAt: number | null;
}

/** The incidents that began since a moment, with the deployment and the services that they name. */
export async function chargedIncidents(
  { db, actor }: ReadContext,
  since: Temporal.Instant,
): Promise<ChargedIncident[]> {
  const { rows } = await sql<{
    id: string;
    deployment: string | null;
    services: string[];
    opened_at: Date;
    resolved_at: Date | null;
  }>`
    select incident.id, incident.opened_at, incident.resolved_at,
      (select link.to_id from link where link.from_id = incident.id
        and link.relation = 'caused_by' and link.until is null order by link.id limit 1) as deployment,
      array(select link.to_id from link where link.from_id = incident.id
        and link.relation = 'affects' and link.until is null) as services
    from incident join entity on entity.id = incident.id and ${visible(actor)}
    where incident.opened_at >= ${toDate(since)}
    order by incident.opened_at, incident.id
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    deployment: row.deployment,
    services: row.services,
    openedAt: row.opened_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
  }));
}
