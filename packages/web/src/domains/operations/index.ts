import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How it runs: incidents. */
export const operations: WebDomain = {
  label: 'Operations',
  places: [{ label: 'Incidents', href: '/incidents' }],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/incidents',
      validateSearch: textSearch('state', 'severity'),
      component: lazyRouteComponent(() => import('./incidents-page.tsx'), 'IncidentsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/incidents/$ref',
      component: lazyRouteComponent(() => import('./incident-page.tsx'), 'IncidentPage'),
    }),
  ],
};
