import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationDay } from '../day-store.ts';
import { assertSomebodyElse, loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { lockException } from './finding-store.ts';

/** Ends what was asked or holds for a finding, as it is no longer needed. */
export async function closeExceptions(
  { tx, actor, now }: WriteContext,
  finding: Id<'security_finding'>,
): Promise<void> {
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('security_exception')
    .set({ state: 'ended', decided_name: actor.name, decided_at: toDate(now) })
    .where('finding_id', '=', finding)
    .where('state', 'in', ['asked', 'approved'])
    .execute();
}

/** Approves or refuses an exception that somebody else asked for, or ends one that holds. */
export async function decideSecurityException(
  context: WriteContext,
  id: Id<'security_exception'>,
  as: 'approved' | 'refused' | 'ended',
): Promise<number> {
  const { tx, actor, now } = context;
  const exception = await lockException(tx, id);
  const ref = { kind: 'security_finding', id: exception.finding_id } as const;
  const finding = await loadToChange(context, ref, 'editor');
  if (exception.state !== (as === 'ended' ? 'approved' : 'asked')) {
    throw problem('wrong_state', `This exception is ${exception.state}.`);
  }
  if (as === 'approved') {
    assertSomebodyElse(actor, exception.asked_by, 'asked for this exception');
    const { today } = await organisationDay(tx, now);
    if (exception.until < today.toString()) {
      throw problem('wrong_state', 'The day until which it was asked for is over: ask anew.');
    }
  }
  const tables = tx.$extendTables<OperationsTables>();
  await tables
    .updateTable('security_exception')
    .set({ state: as, decided_name: actor.name, decided_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  await tables
    .updateTable('security_finding')
    .set({ excepted_until: as === 'approved' ? exception.until : null })
    .where('id', '=', ref.id)
    .execute();
  return changeEntity(context, finding, {
    action: `security_finding.exception_${as}`,
    state: as === 'approved' ? 'excepted' : as === 'ended' ? 'open' : undefined,
    after: { until: exception.until, reason: exception.reason },
  });
}

/** What lets a finding pass its deadline has run out: it is open again. */
export async function expireException(
  context: WriteContext,
  id: Id<'security_finding'>,
  today: string,
): Promise<void> {
  const { tx, now } = context;
  const tables = tx.$extendTables<OperationsTables>();
  const { numUpdatedRows } = await tables
    .updateTable('security_finding')
    .set({ excepted_until: null })
    .where('id', '=', id)
    .where('excepted_until', '<', today)
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) return;
  await tables
    .updateTable('security_exception')
    .set({ state: 'expired', decided_at: toDate(now) })
    .where('finding_id', '=', id)
    .where('state', '=', 'approved')
    .execute();
  await changeEntity(
    context,
    { kind: 'security_finding', id },
    {
      action: 'security_finding.exception_expired',
      state: 'open',
    },
  );
}
