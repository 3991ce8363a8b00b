import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How teams work: backlogs, sprints, stories and design releases. */
export const delivery: WebDomain = {
  label: 'Delivery',
  places: [
    { label: 'Backlog', href: '/backlog' },
    { label: 'Sprints', href: '/sprints' },
    { label: 'Stories', href: '/stories' },
    { label: 'Tests', href: '/tests' },
    { label: 'Design releases', href: '/design-releases' },
    { label: 'Trackers', href: '/trackers' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/backlog',
      validateSearch: textSearch('unit', 'ready'),
      component: lazyRouteComponent(() => import('./backlog-page.tsx'), 'BacklogPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/sprints',
      component: lazyRouteComponent(() => import('./sprints-page.tsx'), 'SprintsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/sprints/$ref',
      validateSearch: textSearch('tab'),
      component: lazyRouteComponent(() => import('./sprint-page.tsx'), 'SprintPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/stories',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./stories-page.tsx'), 'StoriesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/stories/$ref',
      component: lazyRouteComponent(() => import('./story-page.tsx'), 'StoryPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/tests',
      validateSearch: textSearch('tab', 'repository', 'state', 'run', 'test'),
      component: lazyRouteComponent(() => import('./tests-page.tsx'), 'TestsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/trackers',
      component: lazyRouteComponent(() => import('./trackers-page.tsx'), 'TrackersPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/design-releases',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(
        () => import('./design-releases-page.tsx'),
        'DesignReleasesPage',
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/design-releases/$ref',
      component: lazyRouteComponent(() => import('./design-release-page.tsx'), 'DesignReleasePage'),
    }),
  ],
};
