import type { ClientInput, OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import {
  insightFigureBody,
  InsightFigureFields,
  insightFigureFields,
  type InsightFigure,
} from '../../entity/insight-figure-fields.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { figure } from './figure.ts';
import { sourceOptions } from './source-words.ts';

type Source = NonNullable<ClientInput<OperationOf<'catalog.createMetric'>>['body']['source']>;
type Taken = Extract<Source, { kind: 'insight' | 'sql' }>;
type Shown = OutputOf<OperationOf<'catalog.getMetric'>>['source'];

/** A metric's source as a form holds it: what other kinds need is kept while one tries them. */
export interface SourceFields extends InsightFigure {
  readonly kind: Source['kind'];
  readonly connection: string;
  readonly query: string;
}

/** The fields of a source; of a new metric's, without one. */
export function sourceFields(source?: Shown): SourceFields {
  return {
    kind: source?.kind ?? 'entry',
    ...insightFigureFields(source?.kind === 'insight' ? source : null),
    connection: source?.kind === 'sql' ? source.connection.ref : '',
    query: source?.kind === 'sql' ? source.query : '',
  };
}

/** The source that fields describe, as the API takes it. */
export function sourceOfFields(fields: SourceFields): Source {
  const { kind, connection, query } = fields;
  if (kind === 'insight') return { kind, ...insightFigureBody(fields) };
  return kind === 'sql' ? { kind, connection, query } : { kind };
}

interface Props {
  readonly fields: SourceFields;
  readonly onChange: (fields: SourceFields) => void;
}

function QueryFields({ fields, onChange }: Props) {
  const connections = useRead('catalog.listConnections', {});
  const items = connections.data?.items ?? [];
  const options = items.map(({ ref, name }) => ({ value: ref as string, label: name }));
  return (
    <>
      <Select
        label="Connection"
        required
        placeholder={
          connections.data && items.length === 0 ? 'None that you may use' : 'Choose one'
        }
        hint="An administrator makes connections, each for the editors of a unit."
        options={options}
        value={fields.connection}
        onValueChange={(connection) => onChange({ ...fields, connection })}
      />
      <TextArea
        label="Query"
        required
        mono
        rows={4}
        hint="One SELECT with the columns day and value, or a single value, which is today’s. It only reads, for 10 seconds and 1,000 rows at most."
        value={fields.query}
        onValueChange={(query) => onChange({ ...fields, query })}
      />
    </>
  );
}

function Trial({ source }: { readonly source: Taken }) {
  const trial = useWrite('catalog.testMetricSource');
  const [tried, setTried] = useState('');
  const asked = JSON.stringify(source);
  const current = tried === asked;
  const { data } = trial;
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <div>
        <Button
          size="sm"
          busy={trial.isPending}
          onClick={() => {
            setTried(asked);
            trial.mutate({ body: { source } });
          }}
        >
          Test it
        </Button>
      </div>
      {current && trial.error && <ErrorState problem={shownProblem(trial.error)} compact />}
      {current && data?.problem && <p className="text-off-track">{data.problem}</p>}
      {current && data && !data.problem && (
        <>
          <p className="text-secondary">
            It gives {data.count} value{data.count === 1 ? '' : 's'}
            {data.count > data.values.length ? `; the last ${data.values.length} are:` : ':'}
          </p>
          <ul className="figures max-h-40 overflow-auto rounded-sm border border-line px-3 py-1">
            {data.values.map(({ on, value }) => (
              <li key={on} className="flex justify-between gap-4">
                <span>{on}</span>
                <span>{figure(value)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Where a metric's values come from, with what that needs, and a trial of what the server would take. */
export function MetricSourceFields({ fields, onChange }: Props) {
  const source = sourceOfFields(fields);
  const complete =
    (source.kind === 'insight' && source.insight !== '' && source.figure !== '') ||
    (source.kind === 'sql' && source.connection !== '' && source.query.trim() !== '');
  return (
    <fieldset className="flex flex-col gap-4">
      <Select
        label="Source"
        hint={sourceOptions.find(({ value }) => value === fields.kind)?.says}
        options={sourceOptions}
        value={fields.kind}
        onValueChange={(kind) => onChange({ ...fields, kind })}
      />
      {fields.kind === 'insight' && <InsightFigureFields fields={fields} onChange={onChange} />}
      {fields.kind === 'sql' && <QueryFields fields={fields} onChange={onChange} />}
      {complete && (source.kind === 'insight' || source.kind === 'sql') && (
        <Trial source={source} />
      )}
    </fieldset>
  );
}
