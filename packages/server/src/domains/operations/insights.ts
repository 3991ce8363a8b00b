import type { Insight } from '../../platform/insights/insight.ts';
import { changeFailureInsight, plannedChangesInsight } from './change/change-insights.ts';
import { findingsInsight } from './finding/finding-insights.ts';
import { incidentsInsight } from './incident/incident-insights.ts';
import { errorBudgetsInsight } from './slo/slo-insights.ts';
import type { MetricFeed } from './slo/slo-store.ts';

/** What the domain offers to review packs. */
export function operationsInsights(metricFeed: MetricFeed): readonly Insight[] {
  return [
    errorBudgetsInsight(metricFeed),
    incidentsInsight,
    findingsInsight,
    plannedChangesInsight,
    changeFailureInsight,
  ];
}
