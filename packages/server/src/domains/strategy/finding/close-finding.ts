import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

/** Closes a finding with what came of it. Throws `wrong_state`. */
export async function closeFinding(
  context: WriteContext,
  id: Id<'finding'>,
  { outcome }: { outcome: string },
): Promise<number> {
  const finding = await loadToChange(context, { kind: 'finding', id });
  if (finding.state !== 'open') throw problem('wrong_state', 'This finding is closed already.');
  const revision = await changeEntity(context, finding, {
    action: 'finding.closed',
    state: 'closed',
    after: { outcome },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .updateTable('finding')
    .set({ outcome, closed_at: toDate(context.now) })
    .where('id', '=', id)
    .execute();
  return revision;
}
