import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.createProgram'>>['body'];

/** Starts a program; nobody is in it yet. */
export async function createProgram(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'program'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  if (input.manager) await loadEntity(tx, actor, { kind: 'person', id: input.manager });
  const { programKind, shortName, segment, cadence, charter, blueprint, stages } = input;
  const program = await createEntity(context, {
    kind: 'program',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit,
    after: {
      programKind,
      segment: segment ?? null,
      cadence,
      charter,
      manager: input.manager ? toReference('person', input.manager) : null,
    },
  });
  await tx
    .$extendTables<EngagementTables>()
    .insertInto('program')
    .values({
      id: program.id,
      program_kind: programKind,
      short_name: shortName,
      segment: segment ?? null,
      cadence,
      manager_id: input.manager ?? null,
      ...charter,
      blueprint: JSON.stringify(blueprint),
      stages: JSON.stringify(stages),
    })
    .execute();
  return program;
}
