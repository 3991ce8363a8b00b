import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';

/** An environment as lists show it. */
export type Environment = OutputOf<OperationOf<'release.listEnvironments'>>['items'][number];

/** One environment at a time, named in the URL; the first one without. */
export function EnvironmentTabs({
  children,
}: {
  readonly children: (environment: Environment) => ReactNode;
}) {
  const [search, change] = useSearchState();
  const read = useRead('release.listEnvironments', {});
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={6} />;
  const { items } = read.data;
  const chosen = items.find(({ ref }) => ref === search['environment']) ?? items[0];
  if (!chosen) {
    return (
      <EmptyState
        sentence="There is no environment yet. Flags, segments and keys live in environments."
        action={<LinkButton href="/environments">Create an environment</LinkButton>}
        example="Development, Staging, Production."
      />
    );
  }
  return (
    <Tabs
      label="Environments"
      value={chosen.ref}
      onValueChange={(environment) => change({ environment })}
      tabs={items.map(({ ref, title }) => ({ id: ref, label: title }))}
    >
      <div className="flex flex-col gap-6">{children(chosen)}</div>
    </Tabs>
  );
}
