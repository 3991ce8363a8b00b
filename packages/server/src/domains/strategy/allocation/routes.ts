import { operations } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { allocationsView, listCapacities } from './allocation-views.ts';
import { applyCutList } from './apply-cut-list.ts';
import { comparePlans } from './compare-plans-views.ts';
import { recordActuals } from './record-actuals.ts';
import { setAllocations } from './set-allocations.ts';
import { setCapacity } from './set-capacity.ts';
import { setCutList } from './set-cut-list.ts';

const { strategy } = operations;

/** Binds allocations, capacity and the cut list; `today` is the organisation's date. */
export function allocationRoutes({
  today,
}: {
  readonly today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;
}): Route[] {
  return [
    write(strategy.setCapacity, async (context, { body }) => ({
      quarters: await setCapacity(context, body),
    })),
    read(strategy.listCapacities, (context, { query }) =>
      listCapacities(context, today(context), query),
    ),
    read(strategy.getAllocations, (context, { params }) =>
      allocationsView(context, today(context), params.id),
    ),
    write(strategy.setAllocations, async (context, { params, body }) => ({
      revision: await setAllocations(context, params.id, body.entries),
    })),
    write(strategy.recordActuals, async (context, { params, body }) => ({
      revision: await recordActuals(context, params.id, body.entries),
    })),
    write(strategy.setCutList, async (context, { params, body }) => ({
      revision: await setCutList(context, params.id, body.entries),
    })),
    write(strategy.applyCutList, async (context, { params }) => ({
      revision: await applyCutList(context, params.id),
    })),
    read(strategy.comparePlans, (context, { query }) =>
      comparePlans(context, today(context), query.plans),
    ),
  ];
}
