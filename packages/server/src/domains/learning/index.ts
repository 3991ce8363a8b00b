import type { Domain } from '../../platform/domain.ts';
import { learningConsumers } from './events.ts';
import { importLearning } from './import-learning.ts';
import { learningInsights } from './insights.ts';
import { learningNeeds } from './progress-views.ts';
import type { LookUp } from './resolve-reference.ts';
import { learningRoutes } from './routes.ts';

/** Onboarding and capability: tracks, modules with live references, quizzes, enrolments. */
export function createLearning(deps: LookUp): Domain {
  return {
    name: 'learning',
    routes: learningRoutes(deps),
    insights: learningInsights(deps),
    consumers: learningConsumers(deps),
    needs: [learningNeeds],
    importers: [importLearning],
  };
}
