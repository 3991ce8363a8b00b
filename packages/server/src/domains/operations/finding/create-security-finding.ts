import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { organisationDay } from '../day-store.ts';
import { mayOwn } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { dueOnOf } from './finding-rules.ts';
import { readDeadlines } from './policy-store.ts';

type Input = ParsedInput<OperationOf<'operations.createSecurityFinding'>>['body'];

/** Records a weakness by hand; its deadline follows from its severity. */
export async function createSecurityFinding(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'security_finding'> & { revision: number }> {
  const { tx, actor, now } = context;
  const { severity, location } = input;
  await mayOwn(context, input.ownerUnit);
  const service = input.service && { kind: 'service' as const, id: input.service };
  const repository = input.repository && { kind: 'repository' as const, id: input.repository };
  for (const named of [service, repository]) if (named) await loadEntity(tx, actor, named);
  const { today } = await organisationDay(tx, now);
  const dueOn = dueOnOf(today, severity, await readDeadlines(tx));
  const finding = await createEntity(context, {
    kind: 'security_finding',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { severity, dueOn, location },
  });
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('security_finding')
    .values({
      id: finding.id,
      severity,
      repository_id: input.repository ?? null,
      tool: '',
      rule: '',
      fingerprint: null,
      location,
      url: null,
      help: null,
      found_at: toDate(now),
      found_on: today.toString(),
      due_on: dueOn,
    })
    .execute();
  if (service) await link(context, finding, 'affects', service);
  if (repository) await link(context, finding, 'affects', repository);
  return finding;
}
