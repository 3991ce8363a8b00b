import { shownProblem } from '../api/problem.ts';
import { useRead } from '../api/use-operation.ts';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';

/** A figure of an insight as a form holds it; `parameters` as it was typed. */
export interface InsightFigure {
  readonly insight: string;
  readonly parameters: string;
  readonly figure: string;
}

/** A JSON object, or undefined for any other text. */
function parametersOf(text: string): Record<string, never> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, never>) : undefined;
  } catch {
    return undefined;
  }
}

/** What a view says of a figure, as a form holds it; an empty form, without one. */
export function insightFigureFields(
  of?: { insight: string; parameters: Readonly<Record<string, unknown>>; figure: string } | null,
): InsightFigure {
  return {
    insight: of?.insight ?? '',
    parameters: of ? JSON.stringify(of.parameters) : '{}',
    figure: of?.figure ?? '',
  };
}

/** What a form holds, as the API takes it. */
export function insightFigureBody({ insight, parameters, figure }: InsightFigure) {
  return { insight, parameters: parametersOf(parameters) ?? {}, figure };
}

/** Picks an insight, how it is asked, and one figure of what it answers now. */
export function InsightFigureFields<Fields extends InsightFigure>({
  fields,
  onChange,
}: {
  readonly fields: Fields;
  readonly onChange: (fields: Fields) => void;
}) {
  const insights = useRead('insights.listInsights', {});
  const parameters = parametersOf(fields.parameters);
  const answer = useRead(
    'insights.runInsight',
    { params: { key: fields.insight }, query: { parameters: JSON.stringify(parameters ?? {}) } },
    { enabled: fields.insight !== '' && parameters !== undefined },
  );
  const figures = answer.error ? [] : (answer.data?.figures ?? []);
  const options = figures.map(({ key, label }) => ({ value: key, label }));
  const known = options.some(({ value }) => value === fields.figure);
  const kept =
    fields.figure === '' || known ? [] : [{ value: fields.figure, label: fields.figure }];
  return (
    <>
      <Select
        label="Insight"
        required
        placeholder="Choose one"
        options={(insights.data?.items ?? []).map(({ key, title }) => ({
          value: key,
          label: `${title} (${key})`,
        }))}
        value={fields.insight}
        onValueChange={(insight) => onChange({ ...fields, insight, figure: '' })}
        hint={insights.data?.items.find(({ key }) => key === fields.insight)?.describes}
      />
      <TextArea
        label="Parameters"
        mono
        rows={1}
        hint="A JSON object, as the insight takes it."
        value={fields.parameters}
        onValueChange={(text) => onChange({ ...fields, parameters: text })}
        error={
          parameters === undefined
            ? 'This is no JSON object.'
            : answer.error && fields.insight !== ''
              ? (shownProblem(answer.error).detail ?? shownProblem(answer.error).title)
              : undefined
        }
      />
      <Select
        label="Figure"
        required
        placeholder={fields.insight === '' ? 'Choose an insight first' : 'Choose one'}
        options={[...kept, ...options]}
        value={fields.figure}
        onValueChange={(key) => onChange({ ...fields, figure: key })}
      />
    </>
  );
}
