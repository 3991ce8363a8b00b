import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';

type Run = OutputOf<OperationOf<'delivery.listTestRuns'>>['items'][number];

/** How a run can have ended. */
export const runStates = [
  { value: 'red', label: 'Red' },
  { value: 'green', label: 'Green' },
  { value: 'empty', label: 'Ran nothing' },
] as const;

const columns: readonly TableColumn<Run>[] = [
  {
    id: 'job',
    header: 'Run',
    cell: (run) => (
      <>
        <TextLink quiet className="font-medium" href={`/tests?run=${run.ref}`}>
          {run.job}
        </TextLink>
        <span className="block truncate text-xs text-tertiary">
          <Mono>{run.sha.slice(0, 10)}</Mono>
          {run.branch !== null && <> on {run.branch}</>}
        </span>
      </>
    ),
  },
  {
    id: 'repository',
    header: 'Repository',
    width: '14rem',
    cell: (run) => <EntityLink entity={run.repository} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (run) => (
      <Status
        tone={stateTone(run.state)}
        word={run.state === 'empty' ? 'Ran nothing' : stateWord(run.state)}
        plain
      />
    ),
  },
  { id: 'passed', header: 'Passed', align: 'end', width: '6rem', cell: (run) => run.passed },
  { id: 'failed', header: 'Failed', align: 'end', width: '6rem', cell: (run) => run.failed },
  { id: 'skipped', header: 'Skipped', align: 'end', width: '6rem', cell: (run) => run.skipped },
  { id: 'at', header: 'Reported', align: 'end', width: '7rem', cell: (run) => <Age at={run.at} /> },
];

/** Runs of tests, the newest first. */
export function TestRuns({
  repository,
  state,
  upload,
}: {
  readonly repository: string | undefined;
  readonly state: Run['state'] | undefined;
  /** The act that brings the first one. */
  readonly upload: ReactNode;
}) {
  const [, change] = useSearchState();
  const list = useList('delivery.listTestRuns', {
    query: { ...(repository ? { repository } : {}), ...(state ? { state } : {}) },
  });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Runs of tests"
        columns={columns}
        rows={list.items}
        rowKey={(run) => run.ref}
        rowName={(run) => `${run.job} on ${run.sha.slice(0, 10)}`}
        onOpen={(run) => change({ run: run.ref })}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              state || repository ? 'No run matches these filters.' : 'No test has reported yet.'
            }
            action={upload}
            example="“unit” on commit 3f2a91c07b: 1,204 passed, 1 failed."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
