import type { EntityRef, Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { today } from './organisation-store.ts';
import { periodOf, unitState } from './rules.ts';
import { loadUnit, newKey } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What a new principle needs. */
export interface NewPrinciple {
  readonly statement: string;
  readonly owner: Id<'unit'>;
  readonly key?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** States a guiding principle that decisions can cite. Throws `already_exists` for a key that is taken. */
export async function createPrinciple(
  context: WriteContext,
  input: NewPrinciple,
): Promise<EntityRef<'principle'> & { revision: number }> {
  const { tx, actor, now } = context;
  await loadUnit(context, input.owner);
  authorise(actor, 'editor', input.owner);
  const period = periodOf(input);
  const key = await newKey(context, 'principle', input.statement.slice(0, 60), input.key);
  const principle = await createEntity(context, {
    kind: 'principle',
    title: input.statement,
    state: unitState(period, await today(tx, now)),
    ownerUnit: input.owner,
    after: { key, ...period },
  });
  await tx
    .$extendTables<OrgTables>()
    .insertInto('principle')
    .values({ id: principle.id, key, ...period })
    .execute();
  return principle;
}
