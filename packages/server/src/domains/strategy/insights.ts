import type { Insight } from '../../platform/insights/insight.ts';
import { alignmentInsight } from './insights/alignment-insights.ts';
import { changesInsight } from './insights/changes-insights.ts';
import { initiativeInsights } from './insights/initiative-insights.ts';
import type { Today } from './insights/figure.ts';
import { keyResultInsights } from './insights/key-result-insights.ts';
import { guardrailInsight } from './insights/guardrail-insights.ts';
import { matterInsights } from './insights/matter-insights.ts';
import { planInsights } from './insights/plan-insights.ts';

/** What the strategy offers to review packs, to Home and to programs. */
export function strategyInsights(today: Today): readonly Insight[] {
  return [
    ...initiativeInsights(today),
    ...keyResultInsights(today),
    guardrailInsight(today),
    alignmentInsight(today),
    ...matterInsights(today),
    ...planInsights(today),
    changesInsight(today),
  ];
}
