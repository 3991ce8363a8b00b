import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider, type AnyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { UiProvider } from '../ui/ui-provider.tsx';
import { ActionContext } from './action-context.ts';
import { createActionRegistry } from './actions.ts';
import { Frame, type FrameProps } from './frame.tsx';
import { createAppRoot, createAppRouter } from './router.tsx';

export interface AppProps extends Omit<FrameProps, 'go'> {
  /** Gives the pages of all domains, made under the root route. */
  readonly pages: (root: ReturnType<typeof createAppRoot>) => readonly AnyRoute[];
  readonly queries: QueryClient;
}

function assemble({ pages, ...frame }: Omit<AppProps, 'queries'>) {
  const root = createAppRoot(() => <Frame {...frame} go={go} />);
  const router = createAppRouter(root, pages(root));
  function go(href: string): void {
    router.history.push(href);
  }
  return router;
}

/** The whole app: providers around the router. Its props are read once. */
export function App({ queries, ...parts }: AppProps) {
  const [registry] = useState(createActionRegistry);
  const [router] = useState(() => assemble(parts));
  return (
    <QueryClientProvider client={queries}>
      <ActionContext value={registry}>
        <UiProvider>
          <RouterProvider router={router} />
        </UiProvider>
      </ActionContext>
    </QueryClientProvider>
  );
}
