import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { reading, type ReadContext, type WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { signal } from '../../../platform/live/signal.ts';
import { organisationDay } from '../day-store.ts';
import type { OperationsTables } from '../tables.ts';
import { budgetOf, sloStateOf, type Budget } from './budget-rules.ts';
import { loadSlo, measuredOf, type Measured, type MetricFeed, type SloRow } from './slo-store.ts';

/** An SLO's budget as of now, with what it was made of. */
export interface SloStanding extends Measured {
  readonly budget: Budget;
  readonly state: ReturnType<typeof sloStateOf>;
  readonly zone: string;
}

/** How an SLO's budget stands now. */
export async function standingOfSlo(
  context: ReadContext,
  slo: SloRow,
  metricFeed: MetricFeed,
): Promise<SloStanding> {
  const { zone, today } = await organisationDay(context.db, context.now);
  const at = { now: context.now.epochMilliseconds, today, zone };
  const measured = await measuredOf(context, slo, at, metricFeed);
  const budget = budgetOf(measured.spans, slo.objective / 100, measured.window);
  return { ...measured, budget, state: sloStateOf(budget, measured.stale), zone };
}

const facts = {
  spent: 'slo.spent',
  burning: 'slo.burning',
  healthy: 'slo.recovered',
  unknown: 'slo.lost_sight',
} as const;

/** Looks at an SLO's budget and says so where it says something else than before. */
export async function settleSlo(
  context: WriteContext,
  id: Id<'slo'>,
  metricFeed: MetricFeed,
): Promise<void> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'slo', id }, { lock: true });
  if (entity.state === 'retired') return;
  const slo = await loadSlo(tx, id);
  const { budget, state } = await standingOfSlo(reading(context), slo, metricFeed);
  const { attained, remaining } = budget;
  const burning = budget.burns.filter((burn) => burn.alerts).map(({ window }) => window);
  const said = { attained, remaining, burning };
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('slo')
    .set({ ...said, settled_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  if (state !== entity.state) {
    await changeEntity({ ...context, ifMatch: undefined }, entity, {
      action: facts[state],
      state,
      after: said,
    });
  } else if (slo.attained !== attained || slo.remaining !== remaining) {
    await signal(context, entity, 'operations.getSlo');
  }
}
