import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const keys = [
  ['delivery.burndown', 'Burndown'],
  ['delivery.cumulative-flow', 'Cumulative flow'],
  ['delivery.sprint-diff', 'Planned and done'],
  ['delivery.spill-over', 'Spill-over'],
  ['delivery.cycle-time', 'Cycle time'],
] as const;

/** What a sprint's figures say, each as reviews see it too. */
export function SprintCharts({ sprint }: { readonly sprint: string }) {
  return keys.map(([key, title]) => (
    <Section key={key} title={title}>
      <Answer insight={key} parameters={{ sprint }} />
    </Section>
  ));
}

/** An insight's sentence and its charts. */
export function Answer({
  insight,
  parameters,
}: {
  readonly insight: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}) {
  const { data, error } = useRead('insights.runInsight', {
    params: { key: insight },
    query: { parameters: JSON.stringify(parameters) },
  });
  if (error) return <ErrorState problem={shownProblem(error)} compact />;
  if (!data) return <Skeleton lines={3} />;
  return (
    <>
      <p>{data.says}</p>
      {data.charts.map((chart) => (
        <InsightChart key={chart.key} chart={chart} />
      ))}
    </>
  );
}
