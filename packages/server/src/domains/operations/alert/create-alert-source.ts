import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { newSecret } from '../../../platform/access/secrets.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { OperationsTables } from '../tables.ts';
import { sealAlertSecret } from './alert-store.ts';

type Input = ParsedInput<OperationOf<'operations.createAlertSource'>>['body'];

/** What a token for Alertmanager begins with, so that it is told from an API key. */
export const alertTokenPrefix = 'tla';

/** Which of a source's services is which of ours, as the row keeps it; all of them are seen. */
export async function servicesColumn(
  { tx, actor }: WriteContext,
  services: Input['services'],
): Promise<string> {
  for (const { service } of services) {
    await loadEntity(tx, actor, { kind: 'service', id: service });
  }
  return JSON.stringify(services);
}

/** Lets another tool open incidents here. The token of an Alertmanager is shown once. */
export async function createAlertSource(
  context: WriteContext,
  secrets: Secrets,
  input: Input,
): Promise<{ id: Id<'alert_source'>; token: string | null }> {
  const { tx, actor, now } = context;
  const { kind, name, unit, service } = input;
  authorise(actor, 'editor', unit);
  await loadEntity(tx, actor, { kind: 'unit', id: unit });
  if (service) await loadEntity(tx, actor, { kind: 'service', id: service });
  const id = newId('alert_source');
  const token = kind === 'alertmanager' ? newSecret(alertTokenPrefix) : null;
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('alert_source')
    .values({
      id,
      kind,
      name,
      unit_id: unit,
      service_id: service ?? null,
      services: await servicesColumn(context, input.services),
      sealed_secret: token && sealAlertSecret(secrets, id, token),
      created_at: toDate(now),
      created_by: actor.name,
    })
    .execute();
  await record(context, {
    action: 'alert_source.created',
    after: {
      source: toReference('alert_source', id),
      kind,
      name,
      unit: toReference('unit', unit),
    },
  });
  return { id, token };
}
