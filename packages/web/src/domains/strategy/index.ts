import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** What we bet on: the strategy tree, initiatives, plans, findings. */
export const strategy: WebDomain = {
  label: 'Strategy',
  places: [
    { label: 'Strategy', href: '/strategy', letter: 's' },
    { label: 'Check-ins', href: '/check-ins' },
    { label: 'Roadmap', href: '/roadmap', letter: 'o' },
    { label: 'Initiatives', href: '/initiatives', letter: 'i' },
    { label: 'Plans', href: '/plans' },
    { label: 'Findings', href: '/findings' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/strategy',
      validateSearch: textSearch('view', 'year', 'down', 'q', 'unit', 'state', 'period', 'gap'),
      component: lazyRouteComponent(() => import('./strategy-page.tsx'), 'StrategyPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/check-ins',
      component: lazyRouteComponent(() => import('./check-ins-page.tsx'), 'CheckInsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/roadmap',
      validateSearch: textSearch(
        'view',
        'zoom',
        'group',
        'lanes',
        'unit',
        'priority',
        'stage',
        'health',
        'owner',
        'q',
      ),
      component: lazyRouteComponent(() => import('./roadmap/roadmap-page.tsx'), 'RoadmapPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/initiatives',
      validateSearch: textSearch('unit', 'stage', 'health', 'priority'),
      component: lazyRouteComponent(() => import('./initiatives-page.tsx'), 'InitiativesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/initiatives/$ref',
      component: lazyRouteComponent(() => import('./initiative-page.tsx'), 'InitiativePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/plans',
      component: lazyRouteComponent(() => import('./plans-page.tsx'), 'PlansPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/plans/$ref',
      component: lazyRouteComponent(() => import('./plan-page.tsx'), 'PlanPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/plan-comparison',
      validateSearch: textSearch('year', 'plans'),
      component: lazyRouteComponent(
        () => import('./plan-comparison-page.tsx'),
        'PlanComparisonPage',
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/priorities/$ref',
      component: lazyRouteComponent(() => import('./priority-page.tsx'), 'PriorityPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/objectives/$ref',
      component: lazyRouteComponent(() => import('./objective-page.tsx'), 'ObjectivePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/key-results/$ref',
      component: lazyRouteComponent(() => import('./key-result-page.tsx'), 'KeyResultPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/findings',
      validateSearch: textSearch('state', 'type'),
      component: lazyRouteComponent(() => import('./findings-page.tsx'), 'FindingsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/findings/$ref',
      component: lazyRouteComponent(() => import('./finding-page.tsx'), 'FindingPage'),
    }),
  ],
};
