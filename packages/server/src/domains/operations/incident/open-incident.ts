import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { mayOwn } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'operations.openIncident'>>['body'];

/** Opens an incident; the deployment that it names is not healthy from now on. */
export async function openIncident(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'incident'> & { revision: number }> {
  const { tx, actor, now } = context;
  const { severity, impact } = input;
  await mayOwn(context, input.ownerUnit);
  const service = input.service && { kind: 'service' as const, id: input.service };
  const deployment = input.deployment && { kind: 'deployment' as const, id: input.deployment };
  const accounts = input.accounts.map((id) => ({ kind: 'account' as const, id }));
  for (const named of [service, deployment, ...accounts]) {
    if (named) await loadEntity(tx, actor, named);
  }
  const openedAt = new Date(input.startedAt ?? now.epochMilliseconds);
  if (openedAt.getTime() > now.epochMilliseconds) {
    throw problem('invalid_input', 'startedAt: an incident began before it was opened.');
  }
  const incident = await createEntity(context, {
    kind: 'incident',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { severity, openedAt: openedAt.toISOString(), impact },
  });
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('incident')
    .values({
      id: incident.id,
      severity,
      opened_at: openedAt,
      declared_at: toDate(now),
      impact,
      ...(deployment ? { cause_kind: 'deployment' as const } : {}),
    })
    .execute();
  for (const affected of [service, ...accounts]) {
    if (affected) await link(context, incident, 'affects', affected);
  }
  if (deployment) await link(context, incident, 'caused_by', deployment);
  return incident;
}
