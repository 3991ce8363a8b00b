import { toReference, type Id, type Role } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';

/** What may change of an identity; what is left out stays. */
export interface IdentityChange {
  readonly administrator?: boolean | undefined;
  readonly state?: 'active' | 'suspended' | undefined;
  readonly roles?: readonly { role: Role; unit: Id<'unit'> | null }[] | undefined;
  readonly readsKinds?: readonly string[] | undefined;
}

/** Changes what an identity may do; a suspended one loses its sessions at once. */
export async function changeIdentity(
  context: WriteContext,
  id: Id<'identity'>,
  change: IdentityChange,
): Promise<void> {
  const { tx } = context;
  await tx
    .selectFrom('identity')
    .select('id')
    .where('administrator', '=', true)
    .forUpdate()
    .execute();
  const before = await tx
    .selectFrom('identity')
    .select(['id', 'administrator', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw problem('not_found', 'There is no such identity.');
  const losesIt = change.administrator === false || change.state === 'suspended';
  if (before.administrator && losesIt) {
    const other = await tx
      .selectFrom('identity')
      .select('id')
      .where('administrator', '=', true)
      .where('state', '=', 'active')
      .where('id', '<>', id)
      .executeTakeFirst();
    if (!other)
      throw problem('access.last_administrator', 'Make somebody else an administrator first.');
  }
  const { administrator, state, readsKinds } = change;
  if (administrator !== undefined || state !== undefined || readsKinds !== undefined) {
    await tx
      .updateTable('identity')
      .set({
        ...(administrator === undefined ? {} : { administrator }),
        ...(state === undefined ? {} : { state }),
        ...(readsKinds === undefined ? {} : { reads_kinds: [...readsKinds] }),
      })
      .where('id', '=', id)
      .execute();
  }
  if (change.roles) {
    await tx.deleteFrom('role_grant').where('identity_id', '=', id).execute();
    if (change.roles.length > 0) {
      await tx
        .insertInto('role_grant')
        .values(change.roles.map(({ role, unit }) => ({ identity_id: id, role, unit_id: unit })))
        .execute();
    }
  }
  if (state === 'suspended') await tx.deleteFrom('session').where('identity_id', '=', id).execute();
  await record(context, {
    action: 'identity.changed',
    after: {
      identity: toReference('identity', id),
      administrator,
      state,
      readsKinds,
      roles: change.roles?.map(({ role, unit }) => ({
        role,
        unit: unit ? toReference('unit', unit) : null,
      })),
    },
  });
}
