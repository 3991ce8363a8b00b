import type { OperationOf, OutputOf } from '@throughline/contract';
import type { Db, Tx } from '../../platform/database/connect.ts';
import type { DeliveryTables } from './tables.ts';

type Groups = OutputOf<OperationOf<'delivery.listDesignStandards'>>['groups'];

/** A design standard as it is kept. */
export type DesignStandard = DeliveryTables['design_standard'];

/** Every design standard ever loaded, in the order of the file. */
export function readStandards(db: Db): Promise<DesignStandard[]> {
  return db
    .$extendTables<DeliveryTables>()
    .selectFrom('design_standard')
    .selectAll()
    .orderBy('ordinal')
    .orderBy('key')
    .execute();
}

/** Keeps a design standard. */
export async function writeStandard(tx: Tx, standard: DesignStandard): Promise<void> {
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('design_standard')
    .values(standard)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(standard))
    .execute();
}

/** The standards in force, group by group. */
export async function standardGroups(db: Db): Promise<Groups> {
  const standards = (await readStandards(db)).filter(({ ended }) => !ended);
  return [...Map.groupBy(standards, ({ group_key }) => group_key)].map(([key, members]) => ({
    key,
    title: members[0]?.group_title ?? key,
    standards: members.map((one) => ({ key: one.key, text: one.text, describes: one.describes })),
  }));
}
