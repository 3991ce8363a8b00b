import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import { identityOf, loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { loadPlannedChange } from './change-store.ts';
import { affectedBy, assertWindow } from './plan-infrastructure-change.ts';

type Input = ParsedInput<OperationOf<'operations.changeInfrastructureChange'>>['body'];

/**
 * Replans a change. Whoever approved it approved a window, a risk, a way back and what it is made to:
 * with any of these another, it waits for approval again, planned by whoever changed it.
 */
export async function changeInfrastructureChange(
  context: WriteContext,
  id: Id<'infrastructure_change'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const { title, summary, risk, startsAt, endsAt, wayBack, services, environments } = input;
  const entity = await loadToChange(context, { kind: 'infrastructure_change', id });
  if (entity.state !== 'planned' && entity.state !== 'approved') {
    throw problem('wrong_state', `This change is ${entity.state}: plan another one.`);
  }
  const before = await loadPlannedChange(tx, id);
  const from = startsAt ?? before.starts_at.toISOString();
  const to = endsAt ?? before.ends_at.toISOString();
  assertWindow(from, to);
  const anew =
    (risk !== undefined && risk !== before.risk) ||
    Date.parse(from) !== before.starts_at.getTime() ||
    Date.parse(to) !== before.ends_at.getTime() ||
    (wayBack !== undefined && wayBack !== before.way_back) ||
    services !== undefined ||
    environments !== undefined;
  const revision = await changeEntity(context, entity, {
    title,
    summary,
    state: anew ? 'planned' : undefined,
    after: {
      ...(risk === undefined ? {} : { risk }),
      startsAt: from,
      endsAt: to,
      ...(wayBack === undefined ? {} : { wayBack }),
    },
  });
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('infrastructure_change')
    .set({
      starts_at: toDate(Temporal.Instant.from(from)),
      ends_at: toDate(Temporal.Instant.from(to)),
      ...(risk === undefined ? {} : { risk }),
      ...(wayBack === undefined ? {} : { way_back: wayBack }),
      ...(anew
        ? {
            approved_by: null,
            approved_at: null,
            despite: '',
            planned_by: identityOf(actor),
            planned_name: actor.name,
          }
        : {}),
    })
    .where('id', '=', id)
    .execute();
  for (const [kind, wanted] of [
    ['service', services && affectedBy(services, [])],
    ['environment', environments && affectedBy([], environments)],
  ] as const) {
    if (!wanted) continue;
    const links = wanted.map((one) => ({ entity: one }));
    await replaceLinks(context, entity, 'affects', [kind], links);
  }
  return revision;
}
