import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { keepReference, type ExternalReference } from '../external-store.ts';
import { writeNote } from '../incident/add-incident-note.ts';
import { loadIncident } from '../incident/incident-store.ts';
import type { OperationsTables } from '../tables.ts';
import type { AlertSourceRow } from './alert-store.ts';

const earlier = (one: Date, other: Date) => (one < other ? one : other);

/** Which of our services a source's name stands for; what the source is about, where none does. */
function serviceOf(source: AlertSourceRow, name: string | null): Id<'service'> | null {
  const found = source.services.find((one) => one.name === name);
  return found?.service ?? source.service_id;
}

/** Opens an incident that follows another tool's. */
export async function followIncident(
  context: WriteContext,
  source: AlertSourceRow,
  said: {
    readonly title: string;
    readonly severity: number;
    readonly openedAt: Date;
    readonly service: string | null;
    readonly reference: ExternalReference;
  },
): Promise<Id<'incident'>> {
  const { tx, now } = context;
  const openedAt = earlier(said.openedAt, toDate(now));
  const incident = await createEntity(context, {
    kind: 'incident',
    title: said.title,
    state: 'open',
    ownerUnit: source.unit_id,
    after: { severity: said.severity, openedAt: openedAt.toISOString(), follows: said.reference },
  });
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('incident')
    .values({
      id: incident.id,
      severity: said.severity,
      opened_at: openedAt,
      declared_at: toDate(now),
    })
    .execute();
  const service = serviceOf(source, said.service);
  if (service) await link(context, incident, 'affects', { kind: 'service', id: service });
  await keepReference(context, incident, said.reference);
  return incident.id;
}

/** Resolves an incident that another tool says is over, unless it is already. */
export async function resolveFollowed(
  context: WriteContext,
  id: Id<'incident'>,
  at: Date,
): Promise<void> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  if (entity.state === 'resolved') return;
  const { opened_at } = await loadIncident(tx, id);
  const over = earlier(at < opened_at ? opened_at : at, toDate(now));
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ resolved_at: over < opened_at ? opened_at : over })
    .where('id', '=', id)
    .execute();
  await changeEntity(context, entity, {
    action: 'incident.resolved',
    state: 'resolved',
    after: { by: actor.name },
  });
}

/** Opens an incident again that another tool opened again, unless it is open. */
export async function reopenFollowed(context: WriteContext, id: Id<'incident'>): Promise<void> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  if (entity.state === 'open') return;
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('incident')
    .set({ resolved_at: null, mitigated_at: null })
    .where('id', '=', id)
    .execute();
  await changeEntity(context, entity, {
    action: 'incident.reopened',
    state: 'open',
    after: { by: actor.name },
  });
}

/** Writes what another tool told into the timeline, at its time. */
export async function noteFollowed(
  context: WriteContext,
  id: Id<'incident'>,
  line: Parameters<typeof writeNote>[2] & { readonly at: Date },
): Promise<void> {
  await writeNote(context, id, { ...line, at: earlier(line.at, toDate(context.now)) });
}
