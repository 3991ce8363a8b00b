import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { loadToChange, mayOwn } from '../policy.ts';
import { reviseGrade } from '../revise-grade.ts';
import { loadObjective } from '../store.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.changeObjective'>>['body'];

/** Changes, grades or closes an objective. Throws `entity.circular`. */
export async function changeObjective(
  context: WriteContext,
  id: Id<'objective'>,
  input: Input,
): Promise<number> {
  const objective = await loadToChange(context, { kind: 'objective', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const { title, summary, ownerUnit, state, serves, fiscalYear, reason, ...own } = input;
  const before = await loadObjective(context.tx, id);
  await reviseGrade(context, objective, { ...before, given: own.grade, reason });
  const closed = state === 'closed' && objective.state !== 'closed';
  const revision = await changeEntity(context, objective, {
    action: closed ? 'objective.closed' : 'objective.changed',
    title,
    summary,
    ownerUnit,
    state,
    after: { ...own, ...(fiscalYear === undefined ? {} : { fiscalYear }) },
  });
  const columns = {
    ...(own.commitment === undefined ? {} : { commitment: own.commitment }),
    ...(own.quarter === undefined ? {} : { quarter: own.quarter }),
    ...(own.grade === undefined ? {} : { grade: own.grade }),
    ...(closed ? { frozen: true } : {}),
    ...(fiscalYear === undefined ? {} : { fiscal_year: fiscalYear }),
  };
  if (Object.keys(columns).length > 0) {
    await context.tx
      .$extendTables<StrategyTables>()
      .updateTable('objective')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  if (serves) {
    const wanted = serves.map(({ to, weight }) => ({ entity: to, weight }));
    await replaceLinks(context, objective, 'serves', ['priority', 'objective'], wanted);
  }
  return revision;
}
