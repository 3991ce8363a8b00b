import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How we decide: the calendar, reviews and their packs, cycles and cadences. */
export const rhythm: WebDomain = {
  label: 'Rhythm',
  places: [
    { label: 'Calendar', href: '/calendar', letter: 'k' },
    { label: 'Reviews', href: '/reviews', letter: 'r' },
    { label: 'Cycles', href: '/cycles' },
    { label: 'Cadences', href: '/cadences' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/calendar',
      validateSearch: textSearch('view', 'month', 'cycle', 'unit'),
      component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/compile-year',
      validateSearch: textSearch('year', 'show', 'cycle'),
      component: lazyRouteComponent(() => import('./compile-year-page.tsx'), 'CompileYearPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reviews',
      validateSearch: textSearch('state', 'cycle', 'when'),
      component: lazyRouteComponent(() => import('./reviews-page.tsx'), 'ReviewsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reviews/$ref',
      validateSearch: textSearch('tab', 'revision'),
      component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reviews/$ref/room',
      component: lazyRouteComponent(() => import('./room-page.tsx'), 'RoomPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reviews/$ref/retrospective',
      component: lazyRouteComponent(() => import('./retrospective-page.tsx'), 'RetrospectivePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/cycles',
      component: lazyRouteComponent(() => import('./cycles-page.tsx'), 'CyclesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/cycles/$ref',
      component: lazyRouteComponent(() => import('./cycle-page.tsx'), 'CyclePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/cadences',
      validateSearch: textSearch('by', 'limit'),
      component: lazyRouteComponent(() => import('./cadences-page.tsx'), 'CadencesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/cadences/$ref',
      component: lazyRouteComponent(() => import('./cadence-page.tsx'), 'CadencePage'),
    }),
  ],
};
