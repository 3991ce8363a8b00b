import { Problem, shownProblem } from '../api/problem.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { NothingHere } from './nothing-here.tsx';

/**
 * A page whose subject could not be read: with a heading of its own, so that the page and its tab
 * have a name. What does not exist, or may not be seen, looks like an address that leads nowhere.
 */
export function FailedPage({
  error,
  onRetry,
}: {
  readonly error: Error;
  readonly onRetry?: () => void;
}) {
  if (error instanceof Problem && error.status === 404) return <NothingHere />;
  return (
    <>
      <PageHeader title="This page could not be read" />
      <ErrorState problem={shownProblem(error)} onRetry={onRetry} />
    </>
  );
}
