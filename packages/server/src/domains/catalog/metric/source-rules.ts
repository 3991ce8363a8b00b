import type { Id, InsightResult, OperationOf, ParsedInput } from '@throughline/contract';
import type { Queried } from '../connection/query-connection.ts';
import type { DatedValue } from '../rules.ts';
import type { SourceKind } from '../tables.ts';

/** A metric's source with what it needs. */
export type Source = ParsedInput<OperationOf<'catalog.createMetric'>>['body']['source'];

/** A source of which the server takes the values. */
export type TakenSource = Extract<Source, { kind: 'insight' | 'sql' }>;

/** A figure of an insight. */
export type InsightFigure = Omit<Extract<Source, { kind: 'insight' }>, 'kind'>;

/** What a source gave: values, oldest first, or why it gave none. */
export type Taking = { readonly values: readonly DatedValue[] } | { readonly fault: string };

/** Whether the server takes a source's values, so that nobody records them. */
export function isTaken(source: Source): source is TakenSource {
  return source.kind === 'insight' || source.kind === 'sql';
}

/** The columns that a source is kept in. */
export function sourceColumns(source: Source) {
  const kept = (settings: object) => JSON.stringify(settings);
  switch (source.kind) {
    case 'insight': {
      const { kind, ...settings } = source;
      return { source: kind, connection_id: null, settings: kept(settings) };
    }
    case 'sql': {
      const { kind, connection, query } = source;
      return { source: kind, connection_id: connection, settings: kept({ query }) };
    }
    case 'entry':
    case 'api':
    case 'csv':
      return { source: source.kind, connection_id: null, settings: '{}' };
  }
}

/** The source that columns keep: what `sourceColumns` wrote. */
export function sourceOf(row: {
  readonly source: SourceKind;
  readonly connection_id: Id<'connection'> | null;
  readonly settings: unknown;
}): Source {
  const { source: kind, connection_id: connection } = row;
  if (kind === 'insight') {
    const settings = row.settings as InsightFigure;
    return { kind, ...settings };
  }
  if (kind === 'sql' && connection) {
    return { kind, connection, query: (row.settings as { query: string }).query };
  }
  return { kind: kind === 'api' || kind === 'csv' ? kind : 'entry' };
}

/** The day of `2026-11-23` or of a timestamp that begins so; undefined where it is none. */
function dayOf(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]|$)/.exec(text);
  try {
    return match?.[1] && Temporal.PlainDate.from(match[1], { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** A decimal number as PostgreSQL and people write it; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The values in a query's answer: by its columns `day` and `value`, none of a day after `latest`, or a
 * single value, which is of `today`. Anything doubtful is a fault of the whole answer: a metric is
 * not fed by half a query.
 */
export function valuesOfRows(
  answer: Queried,
  today: Temporal.PlainDate,
  latest: Temporal.PlainDate,
): Taking {
  if ('fault' in answer) return answer;
  const { columns, rows } = answer;
  if (rows.length === 0) return { fault: 'The query answers no row.' };
  const day = columns.indexOf('day');
  const value = columns.indexOf('value');
  if (day === -1 && rows.length === 1 && columns.length === 1) {
    const written = rows[0]?.[0] ?? null;
    const read = written === null ? undefined : numberOf(written);
    return read === undefined
      ? {
          fault: `The query answers ${written === null ? 'null' : `“${written.slice(0, 40)}”`}, which is no number.`,
        }
      : { values: [{ on: today.toString(), value: read }] };
  }
  if (day === -1 || value === -1) {
    return {
      fault: `The query answers the columns ${columns.join(', ')}. Name them day and value, or answer a single value.`,
    };
  }
  const values = new Map<string, number>();
  for (const row of rows) {
    const on = dayOf(row[day] ?? '');
    if (on === undefined) return { fault: `“${row[day] ?? 'null'}” is no day.` };
    const read = numberOf(row[value] ?? '');
    if (read === undefined) return { fault: `The value of ${on} is no number.` };
    if (values.has(on)) return { fault: `The day ${on} stands twice.` };
    if (on > latest.toString()) return { fault: `The day ${on} is still to come.` };
    values.set(on, read);
  }
  const sorted = [...values].toSorted(([one], [other]) => one.localeCompare(other));
  return { values: sorted.map(([on, one]) => ({ on, value: one })) };
}

/**
 * The value of a figure in an insight's answer, of the day that the figure rests on: what was true a
 * week ago doesn't become fresh by being asked for today. `dayOfInstant` knows the organisation's zone.
 */
export function valueOfFigure(
  result: InsightResult,
  key: string,
  today: Temporal.PlainDate,
  dayOfInstant: (instant: Temporal.Instant) => Temporal.PlainDate,
): Taking {
  const figure = result.figures.find((one) => one.key === key);
  if (!figure) {
    const keys = result.figures.map((one) => one.key).slice(0, 20);
    return {
      fault: `The insight has no figure “${key}” now${keys.length > 0 ? `; it has ${keys.join(', ')}` : ''}.`,
    };
  }
  // Midnight in UTC is how figures name a day; anything else is a moment, and falls on a day here.
  const restsOn = (asOf: string | null) =>
    asOf === null
      ? today
      : asOf.endsWith('T00:00:00.000Z')
        ? Temporal.PlainDate.from(asOf.slice(0, 10))
        : dayOfInstant(Temporal.Instant.from(asOf));
  if (figure.value === null) return { fault: `“${figure.label}” has no value yet.` };
  const rests = restsOn(figure.asOf);
  const on = Temporal.PlainDate.compare(rests, today) > 0 ? today : rests;
  return { values: [{ on: on.toString(), value: figure.value }] };
}
