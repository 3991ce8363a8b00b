import {
  createRootRoute,
  createRouter,
  useRouterState,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NothingHere } from '../entity/nothing-here.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { NavGroup } from './navigation.ts';
import { Sidebar } from './sidebar.tsx';

function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <PageHeader title="This page failed" />
      <ErrorState
        problem={{
          title: error instanceof Error ? error.message : 'It failed without a reason.',
          remedy: 'The rest of the app still works.',
        }}
        onRetry={reset}
      />
    </>
  );
}

/** The sidebar with the present place marked: it alone is drawn anew when the path changes. */
export function RoutedSidebar({ groups }: { readonly groups: readonly NavGroup[] }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return <Sidebar groups={groups} path={path} />;
}

/** The root of the route tree, drawn by `frame` around the page of the moment. */
export function createAppRoot(frame: () => ReactNode) {
  return createRootRoute({
    component: frame,
    notFoundComponent: NothingHere,
    errorComponent: PageFailed,
  });
}

/** Joins the pages of all domains under the root. Routes are made in code, each page lazily. */
export function createAppRouter(
  root: ReturnType<typeof createAppRoot>,
  pages: readonly AnyRoute[],
) {
  return createRouter({
    routeTree: root.addChildren([...pages]),
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: () => <Skeleton lines={8} />,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NothingHere,
  });
}
