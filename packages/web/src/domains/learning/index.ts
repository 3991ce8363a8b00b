import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { WebDomain } from '../../api/web-domain.ts';

/** Onboarding and capability: tracks and their modules. */
export const learning: WebDomain = {
  label: 'Learning',
  places: [{ label: 'Tracks', href: '/tracks', letter: 'l' }],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/tracks',
      component: lazyRouteComponent(() => import('./tracks-page.tsx'), 'TracksPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/tracks/$ref',
      component: lazyRouteComponent(() => import('./track-page.tsx'), 'TrackPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/modules/$ref',
      component: lazyRouteComponent(() => import('./module-page.tsx'), 'ModulePage'),
    }),
  ],
};
