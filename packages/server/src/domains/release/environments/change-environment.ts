import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { EnvironmentStage, ReleaseTables } from '../tables.ts';

/** What of an environment can change; its key stays. */
export interface EnvironmentChange {
  readonly title?: string | undefined;
  readonly stage?: EnvironmentStage | undefined;
  readonly production?: boolean | undefined;
  readonly position?: number | undefined;
  readonly probeUrl?: string | null | undefined;
  readonly ownerUnit?: Id<'unit'> | null | undefined;
}

/** Changes an environment. */
export async function changeEnvironment(
  context: WriteContext,
  id: Id<'environment'>,
  change: EnvironmentChange,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'environment', id } as const;
  await loadEntity(tx, actor, ref, { lock: true });
  if (change.ownerUnit) await loadEntity(tx, actor, { kind: 'unit', id: change.ownerUnit });
  const { title, ownerUnit, probeUrl, ...own } = change;
  const set = {
    ...(own.stage === undefined ? {} : { stage: own.stage }),
    ...(own.production === undefined ? {} : { production: own.production }),
    ...(own.position === undefined ? {} : { position: own.position }),
    ...(probeUrl === undefined ? {} : { probe_url: probeUrl }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('environment')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  return changeEntity(context, ref, { title, ownerUnit, after: set });
}
