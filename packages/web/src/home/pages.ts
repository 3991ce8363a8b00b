import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../api/search-params.ts';
import type { WebDomain } from '../api/web-domain.ts';

/** Home, search, the trace, and the pages of what several domains make: actions, decisions and risks. */
export const home: WebDomain = {
  label: '',
  places: [
    { label: 'Home', href: '/', letter: 'h' },
    { label: 'Actions', href: '/actions', letter: 'a' },
    { label: 'Decisions', href: '/decisions', letter: 'd' },
    { label: 'Risks', href: '/risks' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/',
      component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/search',
      validateSearch: textSearch('q'),
      component: lazyRouteComponent(() => import('./search-page.tsx'), 'SearchPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/trace/$ref',
      validateSearch: textSearch('stage', 'asOf', 'view'),
      component: lazyRouteComponent(() => import('../trace/trace-page.tsx'), 'TracePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/actions',
      validateSearch: textSearch('state', 'owner'),
      component: lazyRouteComponent(() => import('./actions-page.tsx'), 'ActionsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/actions/$ref',
      component: lazyRouteComponent(() => import('./action-page.tsx'), 'ActionPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/decisions',
      component: lazyRouteComponent(() => import('./decisions-page.tsx'), 'DecisionsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/decisions/$ref',
      component: lazyRouteComponent(() => import('./decision-page.tsx'), 'DecisionPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/risks',
      validateSearch: textSearch('state', 'owner'),
      component: lazyRouteComponent(() => import('./risks-page.tsx'), 'RisksPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/risks/$ref',
      component: lazyRouteComponent(() => import('./risk-page.tsx'), 'RiskPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/rehearsal',
      component: lazyRouteComponent(() => import('./rehearsal-page.tsx'), 'RehearsalPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/mail',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('../access/mail-page.tsx'), 'MailPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/api-keys',
      component: lazyRouteComponent(() => import('../access/api-keys-page.tsx'), 'ApiKeysPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/identities',
      component: lazyRouteComponent(
        () => import('../access/identities-page.tsx'),
        'IdentitiesPage',
      ),
    }),
  ],
};
