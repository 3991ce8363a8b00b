import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** What customers are told in the product. */
export const notify: WebDomain = {
  label: 'In-app notifications',
  places: [{ label: 'Notifications', href: '/notifications', letter: 'n' }],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/notifications',
      validateSearch: textSearch('state', 'class', 'q'),
      component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/notifications/$ref',
      component: lazyRouteComponent(() => import('./notification-page.tsx'), 'NotificationPage'),
    }),
  ],
};
