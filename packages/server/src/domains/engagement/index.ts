import type { Domain } from '../../platform/domain.ts';
import { feedbackConsumer } from './feedback/feedback-events.ts';
import { engagementInsights } from './insights.ts';
import { importPrograms } from './program/import-programs.ts';
import { engagementRoutes } from './routes.ts';

/**
 * How we listen: accounts, contacts, programs, meetings, feedback. It takes in what the widget
 * received (the fact `feedback.received`) and loads `programs.yaml`.
 */
export function createEngagement(): Domain {
  return {
    name: 'engagement',
    routes: engagementRoutes,
    insights: engagementInsights,
    consumers: [feedbackConsumer],
    importers: [importPrograms],
  };
}
