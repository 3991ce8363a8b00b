import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

const ServiceOperations = lazy(async () => ({
  default: (await import('./service-operations.tsx')).ServiceOperations,
}));

/** How services run: incidents, SLOs, security findings, planned changes. */
export const operations: WebDomain = {
  label: 'Operations',
  places: [{ label: 'Operations', href: '/operations' }],
  sections: { service: ServiceOperations },
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/operations',
      validateSearch: textSearch('tab', 'state', 'severity', 'overdue'),
      component: lazyRouteComponent(() => import('./operations-page.tsx'), 'OperationsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/incidents/$ref',
      component: lazyRouteComponent(() => import('./incident-page.tsx'), 'IncidentPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/postmortems/$ref',
      component: lazyRouteComponent(() => import('./postmortem-page.tsx'), 'PostmortemPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/slos/$ref',
      component: lazyRouteComponent(() => import('./slo-page.tsx'), 'SloPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/security-findings/$ref',
      component: lazyRouteComponent(() => import('./finding-page.tsx'), 'FindingPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/infrastructure-changes/$ref',
      component: lazyRouteComponent(() => import('./change-page.tsx'), 'ChangePage'),
    }),
  ],
};
