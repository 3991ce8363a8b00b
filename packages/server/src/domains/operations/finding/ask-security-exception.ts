import { toReference, type Id, type Reference } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationDay } from '../day-store.ts';
import { identityOf, loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

const longestDays = 366;

/** Asks for leave to let a finding pass its deadline; one at a time. Throws `wrong_state`. */
export async function askSecurityException(
  context: WriteContext,
  id: Id<'security_finding'>,
  { reason, until }: { reason: string; until: string },
): Promise<{ ref: Reference<'security_exception'>; revision: number }> {
  const { tx, actor, now } = context;
  const finding = await loadToChange(context, { kind: 'security_finding', id });
  if (finding.state !== 'open') {
    throw problem('wrong_state', `This finding is ${finding.state}; only an open one needs leave.`);
  }
  const { today } = await organisationDay(tx, now);
  if (until < today.toString() || until > today.add({ days: longestDays }).toString()) {
    throw problem('invalid_input', 'until: a day from today on, a year ahead at the latest.');
  }
  const exception = newId('security_exception');
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<OperationsTables>()
    .insertInto('security_exception')
    .values({
      id: exception,
      finding_id: id,
      reason,
      until,
      asked_by: identityOf(actor),
      asked_name: actor.name,
      asked_at: toDate(now),
      state: 'asked',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(numInsertedOrUpdatedRows) === 0) {
    throw problem('wrong_state', 'An exception was asked for already: it has to be decided first.');
  }
  const revision = await changeEntity(context, finding, {
    action: 'security_finding.exception_asked',
    after: { reason, until },
  });
  return { ref: toReference('security_exception', exception), revision };
}
