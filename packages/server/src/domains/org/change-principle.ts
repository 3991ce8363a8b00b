import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { today } from './organisation-store.ts';
import { periodOf, unitState } from './rules.ts';
import { loadUnit, principlePeriod } from './store.ts';
import type { OrgTables } from './tables.ts';

/** What may change of a principle; what is left out stays. */
export interface PrincipleChange {
  readonly statement?: string | undefined;
  readonly owner?: Id<'unit'> | undefined;
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
}

/** Rewords a principle, gives it another owner, or says from when until when it holds. */
export async function changePrinciple(
  context: WriteContext,
  id: Id<'principle'>,
  change: PrincipleChange,
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'principle', id }, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  if (change.owner) {
    await loadUnit(context, change.owner);
    authorise(actor, 'editor', change.owner);
  }
  const before = await principlePeriod(context, id);
  const period = periodOf({
    since: change.since === undefined ? before.since : change.since,
    until: change.until === undefined ? before.until : change.until,
  });
  const revision = await changeEntity(context, entity, {
    title: change.statement,
    state: unitState(period, await today(tx, now)),
    ownerUnit: change.owner,
    after: { ...period },
  });
  await tx
    .$extendTables<OrgTables>()
    .updateTable('principle')
    .set({ ...period })
    .where('id', '=', id)
    .execute();
  return revision;
}
