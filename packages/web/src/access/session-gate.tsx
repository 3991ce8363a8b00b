import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { call } from '../api/call.ts';
import { shownProblem } from '../api/problem.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { setPresent } from '../ui/present.ts';
import { SessionContext, type Identity } from './session.ts';

const SignInPage = lazy(async () => ({
  default: (await import('./sign-in-page.tsx')).SignInPage,
}));

type State =
  | { readonly step: 'asking' }
  | { readonly step: 'failed'; readonly error: unknown }
  | { readonly step: 'signed-out' }
  | {
      readonly step: 'signed-in';
      readonly identity: Identity;
      readonly organisation: string;
      readonly rehearsal: boolean;
    };

/** Draws the app for who is signed in, and the sign-in page for who isn't. */
export function SessionGate({
  children,
}: {
  readonly children: (organisation: string, rehearsal: boolean) => ReactNode;
}) {
  const [state, setState] = useState<State>({ step: 'asking' });
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((count) => count + 1);

  useEffect(() => {
    const abort = new AbortController();
    call('access.getSession', {}, abort.signal)
      .then(({ identity, organisation, now, rehearsal }) => {
        setPresent(now);
        if (rehearsal) document.documentElement.dataset['fictional'] = '';
        setState(
          identity
            ? {
                step: 'signed-in',
                identity,
                organisation: organisation ?? 'Throughline',
                rehearsal,
              }
            : { step: 'signed-out' },
        );
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ step: 'failed', error });
      });
    return () => abort.abort();
  }, [turn]);

  switch (state.step) {
    case 'asking':
      return null;
    case 'failed':
      return (
        <main className="mx-auto max-w-[32rem] p-6">
          <ErrorState problem={shownProblem(state.error)} onRetry={again} />
        </main>
      );
    case 'signed-out':
      return (
        <Suspense fallback={null}>
          <SignInPage onSignedIn={again} />
        </Suspense>
      );
    case 'signed-in':
      return (
        <SessionContext value={state.identity}>
          {children(state.organisation, state.rehearsal)}
        </SessionContext>
      );
  }
}
