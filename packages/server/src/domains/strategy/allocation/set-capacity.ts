import { toReference, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.setCapacity'>>['body'];

/** Says how many people and how much money a unit has in the quarters of a fiscal year. */
export async function setCapacity(
  context: WriteContext,
  { unit, fiscalYear, quarters }: Input,
): Promise<number> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'unit', id: unit });
  authorise(actor, 'editor', unit);
  const tables = tx.$extendTables<StrategyTables>();
  for (const { quarter, people, money } of quarters) {
    if (people === null) {
      await tables
        .deleteFrom('capacity')
        .where('unit_id', '=', unit)
        .where('fiscal_year', '=', fiscalYear)
        .where('quarter', '=', quarter)
        .execute();
      continue;
    }
    await tables
      .insertInto('capacity')
      .values({ unit_id: unit, fiscal_year: fiscalYear, quarter, people, money: money ?? null })
      .onConflict((conflict) =>
        conflict
          .columns(['fiscal_year', 'unit_id', 'quarter'])
          .doUpdateSet({ people, ...(money === undefined ? {} : { money }) }),
      )
      .execute();
  }
  await record(context, {
    action: 'unit.capacity_set',
    entity,
    after: { unit: toReference('unit', unit), fiscalYear, quarters },
  });
  return quarters.length;
}
