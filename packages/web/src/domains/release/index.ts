import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How code reaches production: what runs where, and every step on the way. */
export const release: WebDomain = {
  label: 'Release',
  places: [
    { label: 'Delivery board', href: '/delivery-board', letter: 'b' },
    { label: 'Repositories', href: '/repositories' },
    { label: 'Changes', href: '/changes' },
    { label: 'Releases', href: '/releases' },
    { label: 'Deployments', href: '/deployments' },
    { label: 'Environments', href: '/environments' },
    { label: 'Runners and settings', href: '/release-settings' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/delivery-board',
      component: lazyRouteComponent(() => import('./board-page.tsx'), 'BoardPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/repositories',
      component: lazyRouteComponent(() => import('./repositories-page.tsx'), 'RepositoriesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/repositories/$ref',
      validateSearch: textSearch('tab', 'branch', 'state'),
      component: lazyRouteComponent(() => import('./repository-page.tsx'), 'RepositoryPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/changes',
      validateSearch: textSearch('repository', 'state', 'where'),
      component: lazyRouteComponent(() => import('./changes-page.tsx'), 'ChangesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/changes/$ref',
      component: lazyRouteComponent(() => import('./change-page.tsx'), 'ChangePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/releases',
      validateSearch: textSearch('repository'),
      component: lazyRouteComponent(() => import('./releases-page.tsx'), 'ReleasesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/releases/$ref',
      component: lazyRouteComponent(() => import('./release-page.tsx'), 'ReleasePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/release-lines/$ref',
      component: lazyRouteComponent(() => import('./line-page.tsx'), 'LinePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/backports/$ref',
      component: lazyRouteComponent(() => import('./backport-page.tsx'), 'BackportPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/deployments',
      validateSearch: textSearch('repository', 'environment', 'release', 'state'),
      component: lazyRouteComponent(() => import('./deployments-page.tsx'), 'DeploymentsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/deployments/$ref',
      validateSearch: textSearch('attempt'),
      component: lazyRouteComponent(() => import('./deployment-page.tsx'), 'DeploymentPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/environments',
      component: lazyRouteComponent(() => import('./environments-page.tsx'), 'EnvironmentsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/environments/$ref',
      component: lazyRouteComponent(() => import('./environment-page.tsx'), 'EnvironmentPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/release-settings',
      component: lazyRouteComponent(
        () => import('./release-settings-page.tsx'),
        'ReleaseSettingsPage',
      ),
    }),
  ],
};
