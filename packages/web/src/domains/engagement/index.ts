import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How we listen: feedback, programs and their meetings, accounts and contacts. */
export const engagement: WebDomain = {
  label: 'Customers',
  places: [
    { label: 'Feedback', href: '/feedback', letter: 'f' },
    { label: 'Programs', href: '/programs' },
    { label: 'Meetings', href: '/meetings' },
    { label: 'Accounts', href: '/accounts' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/feedback',
      validateSearch: textSearch('state', 'segment', 'theme'),
      component: lazyRouteComponent(() => import('./feedback-page.tsx'), 'FeedbackPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/feedback/$ref',
      component: lazyRouteComponent(() => import('./feedback-item-page.tsx'), 'FeedbackItemPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/programs',
      validateSearch: textSearch('kind', 'state'),
      component: lazyRouteComponent(() => import('./programs-page.tsx'), 'ProgramsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/programs/$ref',
      component: lazyRouteComponent(() => import('./program-page.tsx'), 'ProgramPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/meetings',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./meetings-page.tsx'), 'MeetingsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/meetings/$ref',
      component: lazyRouteComponent(() => import('./meeting-page.tsx'), 'MeetingPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/accounts',
      validateSearch: textSearch('segment', 'state'),
      component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/accounts/$ref',
      component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/contacts/$ref',
      component: lazyRouteComponent(() => import('./contact-page.tsx'), 'ContactPage'),
    }),
  ],
};
