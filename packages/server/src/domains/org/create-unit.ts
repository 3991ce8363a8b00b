import { toReference, type EntityRef, type Id, type UnitLevel } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { today } from './organisation-store.ts';
import { checkLevel, holdsOn, periodOf, unitState } from './rules.ts';
import { companyIn, loadUnit, lockTree, newKey, nextPosition } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What a new unit needs. */
export interface NewUnit {
  readonly name: string;
  readonly level: UnitLevel;
  readonly parent?: Id<'unit'> | undefined;
  readonly key?: string | undefined;
  readonly shortName?: string | undefined;
  readonly purpose: string;
  readonly responsibilities: readonly string[];
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly position?: number;
}

/**
 * Adds a unit under its parent from a day on. Throws `already_exists` (the key, or a second
 * company), `org.level_not_allowed`, or `wrong_state` where the parent doesn't stand on that day.
 */
export async function createUnit(
  context: WriteContext,
  input: NewUnit,
): Promise<EntityRef<'unit'> & { revision: number }> {
  const { tx, actor, now } = context;
  const period = periodOf(input);
  await lockTree(context);
  const parent = input.parent ? await loadUnit(context, input.parent) : undefined;
  authorise(actor, 'editor', parent?.id ?? null);
  checkLevel(input.level, parent?.level);
  const present = await today(tx, now);
  if (parent && !holdsOn(parent, period.since ?? present)) {
    throw problem(
      'wrong_state',
      `${parent.title} does not stand on that day. Choose another parent.`,
    );
  }
  if (input.level === 'company' && (await companyIn(context, period))) {
    throw problem('already_exists', 'There is a company already; an installation has one.');
  }
  const key = await newKey(context, 'unit', input.name, input.key);
  const unit = await createEntity(context, {
    kind: 'unit',
    title: input.name,
    summary: input.purpose,
    state: unitState(period, present),
    after: {
      key,
      level: input.level,
      parent: parent ? toReference('unit', parent.id) : null,
      responsibilities: input.responsibilities,
      ...period,
    },
  });
  const org = tx.$extendTables<OrgTables>();
  await org
    .insertInto('unit')
    .values({
      id: unit.id,
      key,
      level: input.level,
      short_name: input.shortName ?? null,
      responsibilities: [...input.responsibilities],
      position: input.position ?? (await nextPosition(context)),
      ...period,
    })
    .execute();
  if (parent) {
    await org
      .insertInto('unit_parent')
      .values({ unit_id: unit.id, parent_id: parent.id, ...period })
      .execute();
  }
  return unit;
}
