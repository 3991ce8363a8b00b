import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { closeExceptions } from './decide-security-exception.ts';

/** Says that a finding is fixed, was none, or is open after all. Throws `wrong_state`. */
export async function settleSecurityFinding(
  context: WriteContext,
  id: Id<'security_finding'>,
  { as, reason }: { as: 'fixed' | 'dismissed' | 'open'; reason: string },
): Promise<number> {
  const { tx, now } = context;
  const finding = await loadToChange(context, { kind: 'security_finding', id });
  if (finding.state === as || (as === 'open' && finding.state === 'excepted')) {
    throw problem('wrong_state', `This finding is ${finding.state} already.`);
  }
  await closeExceptions(context, id);
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('security_finding')
    .set({ fixed_at: as === 'fixed' ? toDate(now) : null, excepted_until: null })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, finding, {
    action: `security_finding.${as === 'open' ? 'reopened' : as}`,
    state: as,
    after: { reason },
  });
}
