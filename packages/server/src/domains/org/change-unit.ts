import type { Id, UnitLevel } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { checkLevel } from './rules.ts';
import { loadUnit, neighbourLevels } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What may change of a unit where it stands; what is left out stays. */
export interface UnitChange {
  readonly name?: string | undefined;
  readonly level?: UnitLevel | undefined;
  readonly shortName?: string | null | undefined;
  readonly purpose?: string | undefined;
  readonly responsibilities?: readonly string[] | undefined;
  readonly position?: number | undefined;
}

/** Changes what a unit is called, is for and answers for. Throws `org.level_not_allowed`. */
export async function changeUnit(
  context: WriteContext,
  id: Id<'unit'>,
  change: UnitChange,
): Promise<number> {
  const unit = await loadUnit(context, id, { lock: true });
  authorise(context.actor, 'editor', id);
  if (change.level !== undefined && change.level !== unit.level) {
    const { parents, children } = await neighbourLevels(context, id);
    if (parents.length === 0) checkLevel(change.level, undefined);
    for (const parent of parents) checkLevel(change.level, parent);
    for (const child of children) checkLevel(child, change.level);
  }
  const revision = await changeEntity(context, unit, {
    title: change.name,
    summary: change.purpose,
    after: {
      ...(change.level === undefined ? {} : { level: change.level }),
      ...(change.shortName === undefined ? {} : { shortName: change.shortName }),
      ...(change.responsibilities === undefined
        ? {}
        : { responsibilities: change.responsibilities }),
      ...(change.position === undefined ? {} : { position: change.position }),
    },
  });
  await context.tx
    .$extendTables<OrgTables>()
    .updateTable('unit')
    .set({
      level: change.level ?? unit.level,
      short_name: change.shortName === undefined ? unit.shortName : change.shortName || null,
      responsibilities: [...(change.responsibilities ?? unit.responsibilities)],
      position: change.position ?? unit.position,
    })
    .where('id', '=', id)
    .execute();
  return revision;
}
