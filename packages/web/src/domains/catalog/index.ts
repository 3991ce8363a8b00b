import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** What we make and run: the product map, features, services, metrics. */
export const catalog: WebDomain = {
  label: 'Catalog',
  places: [
    { label: 'Product map', href: '/products', letter: 'p' },
    { label: 'Features', href: '/features' },
    { label: 'Services', href: '/services' },
    { label: 'Metrics', href: '/metrics', letter: 'm' },
    { label: 'Connections', href: '/connections' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/products',
      validateSearch: textSearch('state', 'features', 'owner'),
      component: lazyRouteComponent(() => import('./product-map-page.tsx'), 'ProductMapPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/products/$ref',
      component: lazyRouteComponent(() => import('./product-page.tsx'), 'ProductPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/features',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./features-page.tsx'), 'FeaturesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/features/$ref',
      component: lazyRouteComponent(() => import('./feature-page.tsx'), 'FeaturePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/services',
      validateSearch: textSearch('state', 'tier'),
      component: lazyRouteComponent(() => import('./services-page.tsx'), 'ServicesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/services/$ref',
      component: lazyRouteComponent(() => import('./service-page.tsx'), 'ServicePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/metrics',
      validateSearch: textSearch('standing', 'source'),
      component: lazyRouteComponent(() => import('./metrics-page.tsx'), 'MetricsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/metrics/$ref',
      component: lazyRouteComponent(() => import('./metric-page.tsx'), 'MetricPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/connections',
      component: lazyRouteComponent(() => import('./connections-page.tsx'), 'ConnectionsPage'),
    }),
  ],
};
