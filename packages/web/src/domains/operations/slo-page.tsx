import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { SloDialog } from './slo-dialog.tsx';
import { windowWords } from './slos-tab.tsx';
import { percent } from './words.ts';

type Slo = OutputOf<OperationOf<'operations.getSlo'>>;
type Burn = Slo['budget']['burns'][number];

const rate = (value: number | null) => (value === null ? 'Cannot be said' : String(value));

const burnColumns: readonly TableColumn<Burn>[] = [
  { id: 'window', header: 'Over the last', cell: (row) => row.window },
  { id: 'rate', header: 'Burn', align: 'end', cell: (row) => rate(row.rate) },
  {
    id: 'short',
    header: 'Still burning at',
    align: 'end',
    cell: (row) => rate(row.shortRate),
  },
  { id: 'threshold', header: 'Alert from', align: 'end', cell: (row) => row.threshold },
  {
    id: 'alerts',
    header: 'Says',
    cell: (row) =>
      row.rate === null ? (
        <Status tone="unknown" word="Measured too coarsely" plain />
      ) : row.alerts ? (
        <Status tone="off-track" word="Too fast" plain />
      ) : (
        <Status tone="on-track" word="Fine" plain />
      ),
  },
];

function Counts({ slo }: { readonly slo: Slo }) {
  const address = `${window.location.origin}/api/v1/slos/${slo.ref}/counts`;
  return (
    <Section title="Reporting counts">
      <p className="text-secondary">
        A program reports good and all events of each five minutes, with an{' '}
        <TextLink href="/api-keys">API key</TextLink> of the scope <code>slo:write</code>. A span
        that is sent again takes its own place.
      </p>
      <CodeBlock
        label="How a program reports"
        code={`curl --fail -H "Authorization: Bearer $THROUGHLINE_KEY" -H "Content-Type: application/json" \\
  --data '{"counts":[{"from":"2026-11-23T09:00:00Z","seconds":300,"good":9990,"total":10000}]}' \\
  "${address}"`}
      />
    </Section>
  );
}

/** An SLO: what was promised and kept, the error budget, how it burns, where it is measured. */
export function SloPage() {
  const ref = useReference();
  const { data: slo, error } = useRead('operations.getSlo', { params: { id: ref } });
  const change = useWrite('operations.changeSlo');
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!slo) return <Skeleton lines={8} />;
  const { budget, indicator, service } = slo;
  const retired = slo.state === 'retired';
  return (
    <EntityPage
      entity={slo}
      withoutRibbon
      marks={budget.stale && <Badge>Not measured lately</Badge>}
      actions={
        <>
          <Button icon="edit" onClick={() => setChanging(true)}>
            Change
          </Button>
          <Button
            busy={change.isPending}
            onClick={() =>
              change.mutate({
                params: { id: ref },
                body: { retired: !retired },
                ifMatch: slo.revision,
              })
            }
          >
            {retired ? 'Take up again' : 'Retire'}
          </Button>
        </>
      }
    >
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
      <p className="text-md">{slo.says}</p>
      <DescriptionList
        wide
        entries={[
          { term: 'Service', value: service && <EntityLink entity={service} /> },
          { term: 'Promised', value: `${percent(slo.objective)} of events are good` },
          { term: 'Window', value: windowWords(slo.window) },
          { term: 'Kept', value: percent(budget.attained) },
          {
            term: 'Error budget left',
            value: percent(
              budget.remaining === null ? null : Math.round(budget.remaining * 10) / 10,
            ),
          },
          {
            term: 'Measured',
            value: budget.measuredTo && (
              <>
                to <Instant at={budget.measuredTo} />
              </>
            ),
          },
          {
            term: 'Measured by',
            value:
              indicator.metrics.length > 0 ? (
                <EntityLinks entities={indicator.metrics} />
              ) : indicator.kind === 'counts' ? (
                'Counts that programs report'
              ) : null,
          },
        ]}
      />
      <Section
        title="Error budget"
        note="What is left at the end of each day, against a budget that is used up evenly"
      >
        {slo.charts.map((chart) => (
          <InsightChart key={chart.key} chart={chart} />
        ))}
      </Section>
      <Section
        title="Burn"
        note="1 uses the budget up exactly within the window; an alert needs both the long and the short look"
      >
        <Table
          label="Burn"
          columns={burnColumns}
          rows={budget.burns}
          rowKey={(row) => row.window}
          rowName={(row) => row.window}
          empty={<p className="text-secondary">The window is too short for burn alerts.</p>}
        />
      </Section>
      {indicator.kind === 'counts' && <Counts slo={slo} />}
      {changing && <SloDialog slo={slo} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
