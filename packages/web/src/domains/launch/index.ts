import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textSearch } from '../../api/search-params.ts';
import type { WebDomain } from '../../api/web-domain.ts';

/** How features reach the market: launches, competitors, prices, campaigns. */
export const launch: WebDomain = {
  label: 'Launch',
  places: [
    { label: 'Launches', href: '/launches', letter: 'l' },
    { label: 'Launch calendar', href: '/launch-calendar' },
    { label: 'Competitors', href: '/competitors' },
    { label: 'Prices', href: '/prices' },
    { label: 'Campaigns', href: '/campaigns' },
  ],
  pages: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/launches',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./launches-page.tsx'), 'LaunchesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/launches/$ref',
      component: lazyRouteComponent(() => import('./launch-page.tsx'), 'LaunchPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/launch-calendar',
      component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'LaunchCalendarPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/competitors',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./competitors-page.tsx'), 'CompetitorsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/competitors/$ref',
      component: lazyRouteComponent(() => import('./competitor-page.tsx'), 'CompetitorPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/prices',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./prices-page.tsx'), 'PricesPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/prices/$ref',
      component: lazyRouteComponent(() => import('./price-page.tsx'), 'PricePage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/campaigns',
      validateSearch: textSearch('state'),
      component: lazyRouteComponent(() => import('./campaigns-page.tsx'), 'CampaignsPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/campaigns/$ref',
      component: lazyRouteComponent(() => import('./campaign-page.tsx'), 'CampaignPage'),
    }),
  ],
};
