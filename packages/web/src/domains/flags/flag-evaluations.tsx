import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';

type Event = OutputOf<OperationOf<'flags.listFlagEvents'>>['items'][number];

const spans = [
  { value: '7', label: '7 days' },
  { value: '28', label: '28 days' },
  { value: '90', label: '90 days' },
] as const;

const counted = (value: unknown) => (typeof value === 'number' ? value.toLocaleString() : '–');

const fewEvents = 6;

function LastEvents({ events }: { readonly events: readonly Event[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(0, fewEvents);
  return (
    <>
      <Table
        label="Last events"
        rows={shown.map((event, at) => ({ ...event, at, moment: event.at }))}
        rowKey={(row) => String(row.at)}
        rowName={(row) => row.moment}
        columns={[
          { id: 'at', header: 'At', cell: (row) => <Instant at={row.moment} /> },
          {
            id: 'context',
            header: 'Context',
            cell: (row) => (row.context === null ? '–' : <Mono>{row.context}</Mono>),
          },
          { id: 'got', header: 'Got', cell: (row) => row.variationName },
          {
            id: 'kind',
            header: 'Event',
            cell: (row) => (row.inExperiment ? `${row.kind}, in an experiment` : row.kind),
          },
        ]}
      />
      {!all && events.length > fewEvents && (
        <span>
          <Button size="sm" onClick={() => setAll(true)}>
            {`Show the last ${events.length} events`}
          </Button>
        </span>
      )}
    </>
  );
}

/** What SDKs report of a flag in an environment: how often, and to how many, it served what. */
export function FlagEvaluations({
  flag,
  environment,
}: {
  readonly flag: string;
  readonly environment: string;
}) {
  const [days, setDays] = useState<(typeof spans)[number]['value']>('28');
  const { data, error } = useRead('insights.runInsight', {
    params: { key: 'flags.exposures' },
    query: { parameters: JSON.stringify({ flag, environment, days: Number(days) }) },
  });
  const events = useRead('flags.listFlagEvents', { params: { id: flag, environment } });
  const problem = error ?? events.error;
  const [chart] = data?.charts ?? [];
  return (
    <Section
      title="Evaluations"
      level={3}
      note="As SDKs report them, and those that this server made itself."
    >
      {problem && <ErrorState compact problem={shownProblem(problem)} />}
      {!data && !problem && <Skeleton lines={4} />}
      {data?.rows.length === 0 && (
        <EmptyState
          sentence="Nothing has evaluated this flag here yet."
          action={<LinkButton href="/sdk-keys">SDK keys</LinkButton>}
          example="A service with a server key that asks for it: it is counted within seconds."
        />
      )}
      {data && data.rows.length > 0 && (
        <>
          <div className="max-w-40">
            <Select label="In the last" options={spans} value={days} onValueChange={setDays} />
          </div>
          <p>{data.says}</p>
          {chart && <InsightChart chart={chart} />}
          <Table
            label="By variation"
            rows={data.rows}
            rowKey={(row) => String(row['variation'])}
            rowName={(row) => String(row['variation'])}
            columns={[
              { id: 'variation', header: 'Variation', cell: (row) => row['variation'] },
              {
                id: 'evaluations',
                header: 'Evaluations',
                align: 'end',
                cell: (row) => counted(row['evaluations']),
              },
              {
                id: 'contexts',
                header: 'Different contexts (± 1.6 %)',
                align: 'end',
                cell: (row) => counted(row['contexts']),
              },
              {
                id: 'experiment',
                header: 'In an experiment',
                align: 'end',
                cell: (row) => counted(row['inExperiment']),
              },
            ]}
          />
        </>
      )}
      {events.data && events.data.items.length > 0 && <LastEvents events={events.data.items} />}
    </Section>
  );
}
