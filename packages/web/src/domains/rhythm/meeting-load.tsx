import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';

type Row = OutputOf<OperationOf<'insights.runInsight'>>['rows'][number];

const ways = [
  { value: 'person', label: 'Of each person' },
  { value: 'unit', label: 'Of what each unit holds' },
] as const;

const usualLimit = 6;

/** Hours that reviews take of people in the eight weeks from this one on, against a limit. */
export function MeetingLoad() {
  const [search, change] = useSearchState();
  const by = search.by === 'unit' ? 'unit' : 'person';
  const typed = Number(search.limit);
  const limitHours = typed >= 0.5 && typed <= 60 ? typed : usualLimit;
  const { data, error } = useRead('insights.runInsight', {
    params: { key: 'rhythm.meeting-load' },
    query: { parameters: JSON.stringify({ by, limitHours }) },
  });
  const first = data?.columns[0]?.key ?? '';
  return (
    <Section title="Meeting load" note="In reviews, over the eight weeks from this one on">
      <div className="flex flex-wrap gap-4">
        <Select
          label="Hours a week"
          options={ways}
          value={by}
          onValueChange={(value) => change({ by: value === 'person' ? undefined : value })}
        />
        {by === 'person' && (
          <NumberField
            label="Limit"
            unit="h a week"
            value={limitHours}
            min={0.5}
            max={60}
            step={0.5}
            decimals={1}
            onValueChange={(value) => change({ limit: value === null ? undefined : `${value}` })}
          />
        )}
      </div>
      {error && <ErrorState problem={shownProblem(error)} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && (
        <div className="flex flex-col gap-4">
          <p>{data.says}</p>
          {data.charts.map((chart) => (
            <InsightChart key={chart.key} chart={chart} />
          ))}
          <Table<Row>
            label="Meeting load"
            rows={data.rows}
            rowKey={(row) => String(row['ref'])}
            rowName={(row) => String(row[first])}
            columns={data.columns.map<TableColumn<Row>>(({ key, label }, place) => ({
              id: key,
              header: label,
              ...(place === 0 ? {} : { align: 'end' as const }),
              cell: (row) =>
                place === 0 ? (
                  <TextLink href={entityAddress(String(row['ref']))}>{String(row[key])}</TextLink>
                ) : (
                  <span className="figures">{row[key] ?? '–'}</span>
                ),
            }))}
            empty={<EmptyState sentence="No review is on the calendar in these weeks." />}
          />
        </div>
      )}
    </Section>
  );
}
