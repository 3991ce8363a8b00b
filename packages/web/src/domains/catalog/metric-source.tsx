import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Age } from '../../ui/time.tsx';
import { sourceWord } from './source-words.ts';

type Metric = OutputOf<OperationOf<'catalog.getMetric'>>;

function Run({ run }: { readonly run: Metric['run'] }) {
  if (!run) return 'Not taken yet';
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Status
        tone={run.error === null ? 'on-track' : 'off-track'}
        word={run.error === null ? 'Worked' : 'Failed'}
        plain
      />
      <Age at={run.at} />
      {run.error !== null && <span>{run.error}</span>}
    </span>
  );
}

/** Where a metric's values come from; how the last attempt to take them went, and the next one. */
export function MetricSource({ metric }: { readonly metric: Metric }) {
  const take = useWrite('catalog.takeMetric');
  const { source, run } = metric;
  const taken = source.kind === 'insight' || source.kind === 'sql';
  return (
    <Section
      title="Source"
      actions={
        taken && (
          <Button
            size="sm"
            busy={take.isPending}
            onClick={() => take.mutate({ params: { id: metric.ref } })}
          >
            Take now
          </Button>
        )
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Source', value: sourceWord(source.kind) },
          { term: 'Stale after', value: `${metric.freshnessDays} days` },
          ...(source.kind === 'insight'
            ? [
                { term: 'Insight', value: <Mono>{source.insight}</Mono> },
                { term: 'Parameters', value: <Mono>{JSON.stringify(source.parameters)}</Mono> },
                { term: 'Figure', value: <Mono>{source.figure}</Mono> },
              ]
            : []),
          ...(source.kind === 'sql' ? [{ term: 'Connection', value: source.connection.name }] : []),
          ...(taken ? [{ term: 'Last taken', value: <Run run={run} /> }] : []),
        ]}
      />
      {source.kind === 'sql' && <CodeBlock label="Query" code={source.query} />}
      {take.isSuccess && (
        <p className="text-secondary" aria-live="polite">
          It is being taken; what comes of it shows here.
        </p>
      )}
      {take.error && <ErrorState problem={shownProblem(take.error)} compact />}
    </Section>
  );
}
