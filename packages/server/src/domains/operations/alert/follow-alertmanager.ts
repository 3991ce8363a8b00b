import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { OperationsTables } from '../tables.ts';
import { firingOf, firingsOf, unresolvedOfGroup, type AlertSourceRow } from './alert-store.ts';
import type { Alert, AlertGroup } from './alertmanager-rules.ts';
import { followIncident, noteFollowed, resolveFollowed } from './follow-incident.ts';

async function begin(
  context: WriteContext,
  source: AlertSourceRow,
  group: AlertGroup,
  alert: Alert,
): Promise<Id<'incident'>> {
  const { tx } = context;
  const began = alert.startsAt.toISOString();
  const incident =
    (await unresolvedOfGroup(tx, source.id, group.key)) ??
    (await followIncident(context, source, {
      title: group.title,
      severity: group.severity,
      openedAt: alert.startsAt,
      service: group.service,
      reference: {
        system: 'alertmanager',
        externalId: `${toReference('alert_source', source.id)} ${began} ${alert.fingerprint}`,
        address: group.address,
      },
    }));
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('alert_firing')
    .values({
      source_id: source.id,
      fingerprint: alert.fingerprint,
      starts_at: alert.startsAt,
      ends_at: alert.endsAt,
      incident_id: incident,
      group_key: group.key,
    })
    .execute();
  await noteFollowed(context, incident, {
    kind: 'detected',
    text: alert.text,
    at: alert.startsAt,
  });
  return incident;
}

async function end(context: WriteContext, source: AlertSourceRow, alert: Alert): Promise<void> {
  await context.tx
    .$extendTables<OperationsTables>()
    .updateTable('alert_firing')
    .set({ ends_at: alert.endsAt })
    .where('source_id', '=', source.id)
    .where('fingerprint', '=', alert.fingerprint)
    .where('starts_at', '=', alert.startsAt)
    .execute();
}

/**
 * Takes in a notification of Alertmanager: a group of alerts is one incident from its first firing
 * until all have ended. A firing is known by its labels and its beginning, and once it has ended it
 * stays so, so that retries and late notifications change nothing.
 */
export async function followAlertmanager(
  context: WriteContext,
  source: AlertSourceRow,
  group: AlertGroup,
): Promise<Id<'incident'>[]> {
  const { tx } = context;
  const touched = new Set<Id<'incident'>>();
  const changed = new Set<Id<'incident'>>();
  const inOrder = group.alerts.toSorted(
    (one, other) => one.startsAt.getTime() - other.startsAt.getTime(),
  );
  for (const alert of inOrder) {
    const known = await firingOf(tx, source.id, alert);
    if (known) touched.add(known.incident_id);
    if (known && (alert.endsAt === null || known.ends_at !== null)) continue;
    const incident = known?.incident_id ?? (await begin(context, source, group, alert));
    if (known) await end(context, source, alert);
    if (alert.endsAt !== null) {
      await noteFollowed(context, incident, {
        kind: 'status',
        text: `No longer fires: ${alert.text}`,
        at: alert.endsAt,
      });
    }
    touched.add(incident);
    changed.add(incident);
  }
  for (const incident of changed) {
    await changeEntity(
      context,
      { kind: 'incident', id: incident },
      {
        action: 'incident.noted',
        after: { group: group.title },
      },
    );
    const { firing, lastEnd } = await firingsOf(tx, incident);
    if (firing === 0 && lastEnd !== null && !group.truncated) {
      await resolveFollowed(context, incident, lastEnd);
    }
  }
  return [...touched];
}
