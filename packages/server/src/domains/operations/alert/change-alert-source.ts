import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { newSecret } from '../../../platform/access/secrets.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { OperationsTables } from '../tables.ts';
import { loadAlertSource, sealAlertSecret, type AlertSourceRow } from './alert-store.ts';
import { alertTokenPrefix, servicesColumn } from './create-alert-source.ts';

type Input = ParsedInput<OperationOf<'operations.changeAlertSource'>>['body'];

async function sourceToChange(
  context: WriteContext,
  id: Id<'alert_source'>,
): Promise<AlertSourceRow> {
  const source = await loadAlertSource(context.tx, id);
  authorise(context.actor, 'editor', source.unit_id);
  return source;
}

/** Renames a source, or says which of its services is which of ours. */
export async function changeAlertSource(
  context: WriteContext,
  id: Id<'alert_source'>,
  { name, service, services }: Input,
): Promise<void> {
  const { tx, actor } = context;
  const source = await sourceToChange(context, id);
  if (service) await loadEntity(tx, actor, { kind: 'service', id: service });
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('alert_source')
    .set({
      name: name ?? source.name,
      ...(service === undefined ? {} : { service_id: service }),
      ...(services === undefined ? {} : { services: await servicesColumn(context, services) }),
    })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'alert_source.changed',
    after: { source: toReference('alert_source', id), name: name ?? source.name },
  });
}

/** Keeps the secret that PagerDuty signs with, or makes Alertmanager a new token, shown once. */
export async function keepAlertSecret(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'alert_source'>,
  given: string | undefined,
): Promise<string | null> {
  const source = await sourceToChange(context, id);
  const signs = source.kind === 'pagerduty';
  if (signs !== (given !== undefined)) {
    const what = signs
      ? 'secret: PagerDuty shows it once, when the subscription is made.'
      : 'secret: Alertmanager’s token is made here; leave it out.';
    throw problem('invalid_input', what);
  }
  const secret = given ?? newSecret(alertTokenPrefix);
  await context.tx
    .$extendTables<OperationsTables>()
    .updateTable('alert_source')
    .set({ sealed_secret: sealAlertSecret(secrets, id, secret) })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'alert_source.secret_kept',
    after: { source: toReference('alert_source', id) },
  });
  return signs ? null : secret;
}

/** Takes nothing more from a source; the incidents that it opened stay. */
export async function deleteAlertSource(
  context: WriteContext,
  id: Id<'alert_source'>,
): Promise<void> {
  const { name } = await sourceToChange(context, id);
  await context.tx
    .$extendTables<OperationsTables>()
    .deleteFrom('alert_source')
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'alert_source.deleted',
    after: { source: toReference('alert_source', id), name },
  });
}
