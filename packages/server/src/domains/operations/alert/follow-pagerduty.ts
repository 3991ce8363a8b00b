import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { followerOf, keepReference } from '../external-store.ts';
import { loadIncident } from '../incident/incident-store.ts';
import type { OperationsTables } from '../tables.ts';
import { isNewDelivery, type AlertSourceRow } from './alert-store.ts';
import {
  followIncident,
  noteFollowed,
  reopenFollowed,
  resolveFollowed,
} from './follow-incident.ts';
import type { PagerDutyEvent } from './pagerduty-rules.ts';

/**
 * Takes in an event of PagerDuty. One that came before changes nothing; one that is older than what
 * was told last adds its line to the timeline and leaves the state alone.
 */
export async function followPagerDuty(
  context: WriteContext,
  source: AlertSourceRow,
  event: PagerDutyEvent,
): Promise<Id<'incident'> | null> {
  const { tx, now } = context;
  const { incident: said, at, line, type } = event;
  const known = await followerOf(tx, 'incident', 'pagerduty', said.id);
  if (!(await isNewDelivery(tx, source.id, event.id, now))) return known ?? null;
  const reference = { system: 'pagerduty', externalId: said.id, address: said.address };
  const id =
    known ??
    (await followIncident(context, source, {
      title: said.title,
      severity: said.severity ?? 3,
      openedAt: said.createdAt ?? at,
      service: said.service,
      reference,
    }));
  const { told_at, severity, opened_at } = await loadIncident(tx, id);
  const latest = told_at === null || at >= told_at;
  if (known && latest && said.address !== '') {
    await keepReference(context, { kind: 'incident', id }, reference);
  }
  await noteFollowed(context, id, { ...line, at });
  const whole = said.status !== null;
  const judged = type === 'incident.priority_updated' || type === 'incident.triggered';
  const columns = {
    // Whoever heard of it by a note first learns now when it began.
    ...(said.createdAt && said.createdAt < opened_at ? { opened_at: said.createdAt } : {}),
    ...(whole && latest ? { told_at: at } : {}),
    ...(latest && judged && said.severity !== null ? { severity: said.severity } : {}),
  };
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('incident')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  const moved = columns.severity !== undefined && columns.severity !== severity;
  await changeEntity(
    context,
    { kind: 'incident', id },
    {
      action: moved ? 'incident.changed' : 'incident.noted',
      ...(known ? { title: whole && latest ? said.title : undefined } : {}),
      after: { event: type, text: line.text, ...(moved ? { severity: columns.severity } : {}) },
    },
  );
  if (latest && said.status === 'resolved') await resolveFollowed(context, id, at);
  // Whoever resolved it here knows more than a tool that still has it: only its reopening counts.
  else if (latest && type === 'incident.reopened') await reopenFollowed(context, id);
  return id;
}
