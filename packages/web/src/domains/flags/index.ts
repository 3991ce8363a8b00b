import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** Who sees what: flags with their rules, segments, and the keys by which SDKs ask. */
export const flags: WebDomain = {
  label: 'Flags',
  places: [
    { label: 'Flags', href: '/flags', letter: 'f' },
    { label: 'Segments', href: '/segments' },
    { label: 'SDK keys', href: '/sdk-keys' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/flags',
      validateSearch: textSearch('q', 'unit', 'state', 'onIn', 'client', 'life'),
      component: lazyRouteComponent(() => import('./flags-page.tsx'), 'FlagsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/flags/$ref',
      validateSearch: textSearch('environment'),
      component: lazyRouteComponent(() => import('./flag-page.tsx'), 'FlagPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/segments',
      validateSearch: textSearch('environment'),
      component: lazyRouteComponent(() => import('./segments-page.tsx'), 'SegmentsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/segments/$environment/$key',
      component: lazyRouteComponent(() => import('./segment-page.tsx'), 'SegmentPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/sdk-keys',
      validateSearch: textSearch('environment'),
      component: lazyRouteComponent(() => import('./sdk-keys-page.tsx'), 'SdkKeysPage'),
    }),
  ],
};
