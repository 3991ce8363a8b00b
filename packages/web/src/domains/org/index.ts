import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** Who we are: the chart, the directory, the pages of units, people and principles. */
export const org: WebDomain = {
  label: 'Organisation',
  places: [
    { label: 'Chart', href: '/chart', letter: 'c' },
    { label: 'People', href: '/people', letter: 'p' },
    { label: 'Principles', href: '/principles' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/chart',
      validateSearch: textSearch('asOf'),
      component: lazyRouteComponent(() => import('./chart-page.tsx'), 'ChartPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/units/$ref',
      validateSearch: textSearch('asOf'),
      component: lazyRouteComponent(() => import('./unit-page.tsx'), 'UnitPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/people',
      validateSearch: textSearch('q', 'unit', 'state'),
      component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/people/$ref',
      component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/principles',
      component: lazyRouteComponent(() => import('./principles-page.tsx'), 'PrinciplesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/principles/$ref',
      component: lazyRouteComponent(() => import('./principle-page.tsx'), 'PrinciplePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/organisation-import',
      component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
    }),
  ],
};
