import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { can } from '../../../platform/access/can.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { OperationsTables } from '../tables.ts';
import { openAlertSecret } from './alert-store.ts';

type Listed = OutputOf<OperationOf<'operations.listAlertSources'>>;

/** Where a source is to send to. */
export function alertAddress(publicUrl: string, id: Id<'alert_source'>): string {
  const path = `/api/v1/alert-sources/${toReference('alert_source', id)}/deliveries`;
  return new URL(path, publicUrl).href;
}

/** The sources of alerts of the units that the actor may edit, by name. */
export async function listAlertSources(
  context: ReadContext,
  deps: { readonly secrets: Secrets; readonly publicUrl: string },
): Promise<Listed> {
  const { db, actor } = context;
  const rows = await db
    .$extendTables<OperationsTables>()
    .selectFrom('alert_source')
    .innerJoin('entity as owner', 'owner.id', 'alert_source.unit_id')
    .selectAll('alert_source')
    .select(['owner.title as owner_unit_title', 'unit_id as owner_unit_id'])
    .orderBy('name')
    .orderBy('alert_source.id')
    .limit(200)
    .execute();
  const own = rows.filter(({ unit_id }) => can(actor, 'editor', unit_id));
  const services = await loadSummaries(
    db,
    actor,
    own.flatMap((row) => [
      ...(row.service_id ? [row.service_id] : []),
      ...row.services.map(({ service }) => service),
    ]),
  );
  return {
    items: own.map((row) => ({
      ref: toReference('alert_source', row.id),
      kind: row.kind,
      name: row.name,
      unit: ownerUnitOf(row),
      service: (row.service_id && services.get(row.service_id)) ?? null,
      services: row.services.map(({ name, service }) => ({
        name,
        service: services.get(service) ?? null,
      })),
      address: alertAddress(deps.publicUrl, row.id),
      ready: openAlertSecret(deps.secrets, row) !== null,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
      lastReceivedAt: row.last_received_at?.toISOString() ?? null,
      lastRefusal: row.last_refusal,
      lastRefusedAt: row.last_refused_at?.toISOString() ?? null,
    })),
  };
}
