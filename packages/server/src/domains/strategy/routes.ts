import { operations, toReference, type EntityKind, type EntityRef } from '@throughline/contract';
import { reading } from '../../platform/context.ts';
import { read, write, type Route } from '../../platform/http/route.ts';
import { listAlignmentGaps } from './alignment/alignment-views.ts';
import { setWeights } from './alignment/set-weights.ts';
import { allocationRoutes } from './allocation/routes.ts';
import { changeFinding } from './finding/change-finding.ts';
import { closeFinding } from './finding/close-finding.ts';
import { createFinding } from './finding/create-finding.ts';
import { findingView, listFindings } from './finding/finding-views.ts';
import { changeInitiative } from './initiative/change-initiative.ts';
import { createInitiative } from './initiative/create-initiative.ts';
import { listInitiatives } from './initiative/initiative-views.ts';
import { moveStage } from './initiative/move-stage.ts';
import { setHealth } from './initiative/set-health.ts';
import { changeKeyResult } from './key-result/change-key-result.ts';
import { listCheckIns } from './key-result/check-in-views.ts';
import { checkIn, type CheckInDeps } from './key-result/check-in.ts';
import { createKeyResult } from './key-result/create-key-result.ts';
import type { FeedDeps } from './key-result/feed-key-result.ts';
import { keyResultView, listKeyResults } from './key-result/key-result-views.ts';
import { changeObjective } from './objective/change-objective.ts';
import { createObjective } from './objective/create-objective.ts';
import { unitsOf } from './insights/figure.ts';
import { listObjectives, objectiveView } from './objective/objective-views.ts';
import { adoptPlan } from './plan/adopt-plan.ts';
import { changePlan } from './plan/change-plan.ts';
import { closePlan } from './plan/close-plan.ts';
import { createPlan } from './plan/create-plan.ts';
import { listPlans, planView } from './plan/plan-views.ts';
import { setPlanReaders } from './plan/set-plan-readers.ts';
import { changePriority } from './priority/change-priority.ts';
import { createPriority } from './priority/create-priority.ts';
import { listPriorities, priorityView } from './priority/priority-views.ts';
import { roadmapView } from './roadmap/roadmap-views.ts';
import { initiativeView, strategyTree } from './tree-views.ts';

const { strategy } = operations;

/** What the routes need of the rest. */
export interface StrategyRouteDeps extends CheckInDeps, FeedDeps {}

function answer<K extends EntityKind>(made: EntityRef<K> & { revision: number }) {
  return { ref: toReference(made.kind, made.id), revision: made.revision };
}

/** Binds the strategy's operations. */
export function strategyRoutes(deps: StrategyRouteDeps): Route[] {
  return [
    ...planRoutes(deps),
    ...allocationRoutes(deps),
    ...objectiveRoutes(deps),
    ...initiativeRoutes(deps),
  ];
}

function planRoutes({ today }: StrategyRouteDeps): Route[] {
  return [
    write(strategy.createPlan, async (context, { body }) =>
      answer(await createPlan(context, body)),
    ),
    read(strategy.getPlan, (context, { params }) => planView(context, params.id)),
    read(strategy.listPlans, (context, { query }) => listPlans(context, query)),
    write(strategy.changePlan, async (context, { params, body }) => ({
      revision: await changePlan(context, params.id, body),
    })),
    write(strategy.adoptPlan, async (context, { params }) => ({
      revision: await adoptPlan(context, params.id, today(context)),
    })),
    write(strategy.closePlan, async (context, { params }) => ({
      revision: await closePlan(context, params.id),
    })),
    write(strategy.setPlanReaders, async (context, { params, body }) => ({
      revision: await setPlanReaders(context, params.id, body.readers),
    })),
    write(strategy.createPriority, async (context, { body }) =>
      answer(await createPriority(context, body)),
    ),
    read(strategy.getPriority, async (context, { params }) =>
      priorityView(context, today(context), params.id),
    ),
    read(strategy.listPriorities, (context, { query }) => listPriorities(context, query)),
    write(strategy.changePriority, async (context, { params, body }) => ({
      revision: await changePriority(context, params.id, body),
    })),
    read(strategy.getStrategyTree, async (context, { query }) =>
      strategyTree(context, today(context), query.fiscalYear),
    ),
  ];
}

function objectiveRoutes(deps: StrategyRouteDeps): Route[] {
  const { today } = deps;
  return [
    write(strategy.createObjective, async (context, { body }) =>
      answer(await createObjective(context, body)),
    ),
    read(strategy.getObjective, async (context, { params }) =>
      objectiveView(context, today(context), params.id),
    ),
    read(strategy.listObjectives, async (context, { query }) =>
      listObjectives(context, today(context), query, await unitsOf(context, today, query.unit)),
    ),
    write(strategy.changeObjective, async (context, { params, body }) => ({
      revision: await changeObjective(context, params.id, body),
    })),
    read(strategy.listAlignmentGaps, async (context, { query }) =>
      listAlignmentGaps(context, today(context), await unitsOf(context, today, query.unit), query),
    ),
    write(strategy.setWeights, async (context, { params, body }) => ({
      revision: await setWeights(context, params.id, body),
    })),
    write(strategy.createKeyResult, async (context, { body }) =>
      answer(await createKeyResult(context, deps, body)),
    ),
    read(strategy.getKeyResult, async (context, { params }) =>
      keyResultView(context, today(context), params.id),
    ),
    read(strategy.listKeyResults, async (context, { query }) =>
      listKeyResults(context, today(context), query),
    ),
    write(strategy.changeKeyResult, async (context, { params, body }) => ({
      revision: await changeKeyResult(context, deps, params.id, body),
    })),
    write(strategy.checkIn, async (context, { params, body }) => {
      const day = today(context);
      const id = await checkIn(context, deps, params.id, body, day);
      const { progress } = await keyResultView(reading(context), day, params.id);
      return { ref: toReference('check_in', id), progress };
    }),
    read(strategy.listCheckIns, (context, { params, query }) =>
      listCheckIns(context, params.id, query),
    ),
  ];
}

function initiativeRoutes({ today }: StrategyRouteDeps): Route[] {
  return [
    write(strategy.createInitiative, async (context, { body }) =>
      answer(await createInitiative(context, body)),
    ),
    read(strategy.getInitiative, async (context, { params }) =>
      initiativeView(context, today(context), params.id),
    ),
    read(strategy.listInitiatives, async (context, { query }) =>
      listInitiatives(context, query, await unitsOf(context, today, query.unit)),
    ),
    read(strategy.getRoadmap, async (context) => roadmapView(context, today(context))),
    write(strategy.changeInitiative, async (context, { params, body }) => ({
      revision: await changeInitiative(context, params.id, body),
    })),
    write(strategy.setHealth, async (context, { params, body }) => ({
      revision: await setHealth(context, params.id, body),
    })),
    write(strategy.moveStage, async (context, { params, body }) => ({
      revision: await moveStage(context, params.id, body),
    })),
    write(strategy.createFinding, async (context, { body }) =>
      answer(await createFinding(context, body)),
    ),
    read(strategy.getFinding, (context, { params }) => findingView(context, params.id)),
    read(strategy.listFindings, (context, { query }) => listFindings(context, query)),
    write(strategy.changeFinding, async (context, { params, body }) => ({
      revision: await changeFinding(context, params.id, body),
    })),
    write(strategy.closeFinding, async (context, { params, body }) => ({
      revision: await closeFinding(context, params.id, body),
    })),
  ];
}
