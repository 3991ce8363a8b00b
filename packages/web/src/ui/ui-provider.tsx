import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy, Suspense, type ReactNode } from 'react';

const ToastRegion = lazy(async () => ({
  default: (await import('./toast-region.tsx')).ToastRegion,
}));

/**
 * Stands once around the app: keeps the component library from writing style elements (the
 * content security policy refuses them) and holds the place where toasts appear.
 */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      {children}
      <Suspense fallback={null}>
        <ToastRegion />
      </Suspense>
    </CSPProvider>
  );
}
