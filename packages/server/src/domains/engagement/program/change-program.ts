import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.changeProgram'>>['body'];

/** Changes a program; given lists replace the present ones. */
export async function changeProgram(
  context: WriteContext,
  id: Id<'program'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id }, { lock: true });
  authorise(actor, 'contributor', program.ownerUnit);
  if (input.ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
    authorise(actor, 'contributor', input.ownerUnit);
  }
  if (input.manager) await loadEntity(tx, actor, { kind: 'person', id: input.manager });
  const { title, summary, state, ownerUnit, manager, ...own } = input;
  const revision = await changeEntity(context, program, {
    title,
    summary,
    state,
    ownerUnit,
    after: {
      ...own,
      ...(manager === undefined
        ? {}
        : { manager: manager ? toReference('person', manager) : null }),
    },
  });
  const set = {
    ...(own.shortName === undefined ? {} : { short_name: own.shortName }),
    ...(own.segment === undefined ? {} : { segment: own.segment }),
    ...(own.cadence === undefined ? {} : { cadence: own.cadence }),
    ...(manager === undefined ? {} : { manager_id: manager }),
    ...own.charter,
    ...(own.blueprint === undefined ? {} : { blueprint: JSON.stringify(own.blueprint) }),
    ...(own.stages === undefined ? {} : { stages: JSON.stringify(own.stages) }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<EngagementTables>()
      .updateTable('program')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
