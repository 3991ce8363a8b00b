import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { EnvironmentStage, ReleaseTables } from '../tables.ts';
import { environmentByKey, nextPosition } from './store.ts';

/** What a new environment is. */
export interface NewEnvironment {
  readonly key: string;
  readonly title: string;
  readonly stage: EnvironmentStage;
  readonly production: boolean;
  readonly position?: number | undefined;
  readonly probeUrl?: string | undefined;
  readonly ownerUnit?: Id<'unit'> | undefined;
}

/** Creates an environment; it comes behind the others unless told. */
export async function createEnvironment(
  context: WriteContext,
  input: NewEnvironment,
): Promise<{ id: Id<'environment'>; revision: number }> {
  const { tx, actor } = context;
  if (await environmentByKey(tx, input.key)) {
    throw problem('already_exists', `There is an environment “${input.key}” already.`);
  }
  if (input.ownerUnit) await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const { key, stage, production } = input;
  const position = input.position ?? (await nextPosition(tx));
  const { id, revision } = await createEntity(context, {
    kind: 'environment',
    title: input.title,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { key, stage, production, position },
  });
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('environment')
    .values({ id, key, stage, production, position, probe_url: input.probeUrl ?? null })
    .execute();
  return { id, revision };
}
