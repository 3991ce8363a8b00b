import type { EntityRef, Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { keepReference } from '../external-store.ts';
import { identityOf, mayOwn } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'operations.planInfrastructureChange'>>['body'];

/** What a planned change is made to, as relations name it. */
export function affectedBy(
  services: readonly Id<'service'>[],
  environments: readonly Id<'environment'>[],
): EntityRef<'service' | 'environment'>[] {
  return [
    ...services.map((id) => ({ kind: 'service' as const, id })),
    ...environments.map((id) => ({ kind: 'environment' as const, id })),
  ];
}

/** Throws `invalid_input` for a window that ends before it begins. */
export function assertWindow(from: string, to: string): void {
  if (Date.parse(to) <= Date.parse(from)) {
    throw problem('invalid_input', 'endsAt: it must end after it begins.');
  }
}

/** Plans a change of what services run on. */
export async function planInfrastructureChange(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'infrastructure_change'> & { revision: number }> {
  const { tx, actor } = context;
  const { risk, startsAt, endsAt, wayBack, external } = input;
  await mayOwn(context, input.ownerUnit);
  assertWindow(startsAt, endsAt);
  const affected = affectedBy(input.services, input.environments);
  for (const one of affected) await loadEntity(tx, actor, one);
  const change = await createEntity(context, {
    kind: 'infrastructure_change',
    title: input.title,
    summary: input.summary,
    state: 'planned',
    ownerUnit: input.ownerUnit,
    after: { risk, startsAt, endsAt, wayBack },
  });
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('infrastructure_change')
    .values({
      id: change.id,
      risk,
      starts_at: toDate(Temporal.Instant.from(startsAt)),
      ends_at: toDate(Temporal.Instant.from(endsAt)),
      way_back: wayBack,
      planned_by: identityOf(actor),
      planned_name: actor.name,
    })
    .execute();
  for (const one of affected) await link(context, change, 'affects', one);
  if (external) {
    await keepReference(context, change, {
      system: external.system,
      externalId: external.id,
      address: external.address,
    });
  }
  return change;
}
