import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { duration, outcomeLooks, testTitle } from './test-words.ts';

type Run = OutputOf<OperationOf<'delivery.getTestRun'>>;

function Facts({ run }: { readonly run: Run }) {
  return (
    <DescriptionList
      entries={[
        {
          term: 'State',
          value: <Status tone={stateTone(run.state)} word={stateWord(run.state)} plain />,
        },
        { term: 'Repository', value: <EntityLink entity={run.repository} /> },
        { term: 'Commit', value: <Mono>{run.sha.slice(0, 10)}</Mono> },
        { term: 'Branch', value: run.branch ?? 'Not said' },
        {
          term: 'Tests',
          value: `${run.passed} passed${run.flaky > 0 ? ` (${run.flaky} on a retry)` : ''}, ${run.failed} failed, ${run.skipped} skipped`,
        },
        { term: 'Took', value: duration(run.seconds) },
        { term: 'Reported', value: <Instant at={run.at} /> },
        ...(run.url === null
          ? []
          : [{ term: 'In CI', value: <TextLink href={run.url}>{run.url}</TextLink> }]),
      ]}
    />
  );
}

function Results({ run }: { readonly run: Run }) {
  const list = useList('delivery.listTestResults', {
    params: { id: run.ref },
    query: { limit: 100 },
  });
  if (list.problem) return <ErrorState problem={shownProblem(list.problem)} compact />;
  if (list.isLoading) return <Skeleton lines={6} />;
  return (
    <>
      <ul aria-label="Tests of the run" className="flex flex-col">
        {list.items.map((test) => (
          <li key={test.ref} className="hairline-b flex flex-col gap-1 py-2">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <TextLink
                quiet
                className="min-w-0 [overflow-wrap:anywhere]"
                href={`/tests?run=${run.ref}&test=${test.ref}`}
              >
                {testTitle(test)}
              </TextLink>
              <span className="flex items-center gap-2 text-xs text-tertiary">
                {duration(test.seconds)}
                <Status {...outcomeLooks[test.outcome]} plain />
              </span>
            </span>
            {test.message !== '' && (
              <pre
                // A scrolled region must be reachable by keyboard.
                tabIndex={0}
                aria-label={`What ${test.name} said`}
                className="max-h-40 overflow-auto rounded-sm bg-sunken p-2 font-mono text-xs whitespace-pre-wrap"
              >
                {test.message}
              </pre>
            )}
          </li>
        ))}
      </ul>
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}

/** A run of tests: what failed and what it said, then the others. */
export function TestRunDrawer({
  run: ref,
  onClose,
}: {
  readonly run: string;
  readonly onClose: () => void;
}) {
  const { data: run, error } = useRead('delivery.getTestRun', { params: { id: ref } });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      shape="drawer"
      size="lg"
      title={run ? `${run.job} on ${run.sha.slice(0, 10)}` : 'A run of tests'}
    >
      {error && <ErrorState problem={shownProblem(error)} compact />}
      {!error && !run && <Skeleton lines={8} />}
      {run && (
        <div className="flex flex-col gap-4">
          <Facts run={run} />
          {run.detailed ? (
            <Results run={run} />
          ) : (
            <p className="text-secondary">
              Only its counts are kept: there were 200 newer runs of this job, or 90 days have
              passed.
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}
