import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { duration, outcomeLooks } from './test-words.ts';

/** A test through its last runs, the newest first. */
export function TestCaseDrawer({
  test: ref,
  onClose,
}: {
  readonly test: string;
  readonly onClose: () => void;
}) {
  const { data: test, error } = useRead('delivery.getTestCase', { params: { id: ref } });
  const failed = test?.results.filter(({ outcome }) => outcome === 'failed').length ?? 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      shape="drawer"
      size="lg"
      title={test ? test.name : 'A test'}
    >
      {error && <ErrorState problem={shownProblem(error)} compact />}
      {!error && !test && <Skeleton lines={8} />}
      {test && (
        <div className="flex flex-col gap-4">
          <DescriptionList
            entries={[
              { term: 'Stands in', value: test.group || 'Nothing named' },
              { term: 'Job', value: test.job },
              { term: 'Repository', value: <EntityLink entity={test.repository} /> },
              { term: 'Failed', value: `${failed} of its last ${test.results.length} runs` },
            ]}
          />
          <ol aria-label="Its last runs" className="flex flex-col">
            {test.results.map((result) => (
              <li key={result.run} className="hairline-b flex flex-col gap-1 py-2">
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <TextLink quiet href={`/tests?run=${result.run}`}>
                    <Mono>{result.sha.slice(0, 10)}</Mono>
                    {result.branch !== null && ` on ${result.branch}`}
                  </TextLink>
                  <span className="flex flex-wrap items-center gap-2 text-xs text-tertiary">
                    <Instant at={result.at} />
                    {duration(result.seconds)}
                    <Status {...outcomeLooks[result.outcome]} plain />
                  </span>
                </span>
                {result.message !== '' && (
                  <p className="line-clamp-2 font-mono text-xs [overflow-wrap:anywhere] text-secondary">
                    {result.message}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
    </Dialog>
  );
}
