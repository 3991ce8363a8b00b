import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Age } from '../../ui/time.tsx';
import { failureWords } from './failure-words.ts';
import { runbookTree } from './notes-tree.ts';
import { useRepositoryFilter } from './repository-filter.ts';
import { RunbookDialog } from './runbook-dialog.tsx';

type Runbook = OutputOf<OperationOf<'release.listRunbooks'>>['items'][number];

const scopes = {
  shipped: 'As shipped',
  organisation: 'The organisation’s',
  repository: 'The repository’s own',
} as const;

/** Whose words a runbook's are, and since when. */
export function RunbookScope({ runbook }: { readonly runbook: Runbook }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2 text-xs text-tertiary">
      <Badge>{scopes[runbook.scope]}</Badge>
      {runbook.changedBy !== null && runbook.changedAt !== null && (
        <span>
          by {runbook.changedBy}, <Age at={runbook.changedAt} />
        </span>
      )}
    </span>
  );
}

/** What to do about each class of failure; everybody's, or as it stands for a repository. */
export function Runbooks() {
  const [{ repository }, change] = useSearchState();
  const repositories = useRepositoryFilter(repository);
  const [editing, setEditing] = useState<Runbook>();
  const { data, error, refetch } = useRead('release.listRunbooks', {
    query: repository ? { repository } : {},
  });
  const chosen = repositories.options.find(({ value }) => value === repository);
  return (
    <>
      <p className="max-w-prose text-secondary">
        What to do about each class of failure. Every failure shows the one of its class: the
        repository’s own, else the organisation’s, else what was shipped.
      </p>
      <FilterBar filters={[repositories]} onFilterChange={(id, value) => change({ [id]: value })} />
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={12} />}
      <div className="grid gap-6 lg:grid-cols-2">
        {data?.items.map((runbook) => (
          <Section
            key={runbook.class}
            title={failureWords[runbook.class].name}
            note={<RunbookScope runbook={runbook} />}
            actions={
              <Button
                size="sm"
                aria-label={`Edit the runbook: ${failureWords[runbook.class].name}`}
                onClick={() => setEditing(runbook)}
              >
                Edit
              </Button>
            }
          >
            <Markdown nodes={runbookTree(runbook.body)} baseLevel={3} />
          </Section>
        ))}
      </div>
      {editing && (
        <RunbookDialog
          runbook={editing}
          repository={chosen && { ref: chosen.value, title: chosen.label }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}
