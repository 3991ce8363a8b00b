import {
  parseReference,
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import {
  linkedEntities,
  ownerUnitOf,
  type Linked,
} from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { initiativesServing } from '../initiative/initiative-views.ts';
import { gradeRevisions } from '../store.ts';
import type { InsightFigure } from '../../catalog/index.ts';
import { guardStateOf, isStale, progressOf } from '../rules.ts';
import { measuredOn } from './measured-on.ts';
import { workedOn } from './worked-on.ts';

type Page = OutputOf<OperationOf<'strategy.listKeyResults'>>;
type Detail = OutputOf<OperationOf<'strategy.getKeyResult'>>;

/** A key result as lists show it. */
export type KeyResultRow = Page['items'][number];

interface Row {
  id: Id<'key_result'>;
  title: string;
  state: KeyResultRow['state'];
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
  owner_id: Id<'person'> | null;
  owner_name: string | null;
  baseline: number;
  target: number;
  direction: 'up' | 'down';
  unit: string;
  guardrail: boolean;
  check_in_days: number;
  fresh_days: number | null;
  grade: number | null;
  feed: KeyResultRow['feed'];
  feed_settings: InsightFigure | null;
  feed_error: string | null;
  frozen: boolean;
  current: number | null;
  checked_in_on: string | null;
  measured_on: string | null;
  periods: number;
  in_range: number;
  /** The last two days on which a person said something, newest first. */
  said: { on: string; confidence: number; status: KeyResultRow['status'] }[] | null;
}

/**
 * Key results with what their check-ins come to, of each day the last one: the present value, the
 * last two words of people, and for guardrails in how many check-in periods all of them were in range.
 */
async function keyResultRows(
  context: ReadContext,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select key_result.id, entity.title, entity.state, entity.owner_unit_id,
      unit.title as owner_unit_title, owner_id, person.title as owner_name, baseline, target,
      direction, key_result.unit, guardrail, check_in_days, fresh_days, grade, feed, feed_settings,
      feed_error, frozen, checked.current, checked.checked_in_on, ${measuredOn} as measured_on,
      coalesce(checked.periods, 0) as periods, coalesce(checked.in_range, 0) as in_range, said.said
    from key_result join entity on entity.id = key_result.id
    left join entity unit on unit.id = entity.owner_unit_id
    left join entity person on person.id = owner_id and ${visible(context.actor, 'person')}
    left join lateral (
      select (array_agg(value order by on_day desc))[1] as current, max(on_day) as checked_in_on,
        count(distinct period)::integer as periods,
        (count(distinct period) - count(distinct period) filter (where not held))::integer as in_range
      from (
        select on_day, value, (on_day - min(on_day) over ()) / check_in_days as period,
          case when direction = 'up' then value >= target else value <= target end as held
        from (
          select distinct on (on_day) on_day, value from check_in
          where key_result_id = key_result.id order by on_day desc, id desc
        ) as days
      ) as placed
    ) as checked on true
    left join lateral (
      select json_agg(json_build_object('on', on_day, 'confidence', confidence, 'status', status)
        order by on_day desc) as said
      from (
        select distinct on (on_day) on_day, confidence, status from check_in
        where key_result_id = key_result.id and confidence is not null
        order by on_day desc, id desc limit 2
      ) as words
    ) as said on true
    where ${visible(context.actor)} and ${where}
    order by key_result.id desc limit ${limit}
  `.execute(context.db);
  return rows;
}

/** How a guardrail stands; null for any other key result. */
function guardOf(row: Row): KeyResultRow['guard'] {
  if (!row.guardrail) return null;
  return {
    state: guardStateOf(row, row.current),
    periods: row.periods,
    inRange: row.in_range,
  };
}

async function shape(
  context: ReadContext,
  today: Temporal.PlainDate,
  rows: readonly Row[],
): Promise<KeyResultRow[]> {
  const served = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'serves',
    'from',
  );
  return rows.map((row) => {
    const [last, previous] = row.said ?? [];
    const inRange = row.periods === 0 ? null : row.in_range / row.periods;
    const objective = served.get(row.id)?.find(({ entity }) => entity.kind === 'objective')?.entity;
    const active = row.state === 'active' && objective?.state !== 'closed';
    return {
      ref: toReference('key_result', row.id),
      title: row.title,
      state: row.state,
      objective: objective ?? null,
      ownerUnit: ownerUnitOf(row),
      owner:
        row.owner_id && row.owner_name !== null
          ? { ref: toReference('person', row.owner_id), name: row.owner_name }
          : null,
      baseline: row.baseline,
      target: row.target,
      direction: row.direction,
      unit: row.unit,
      guardrail: row.guardrail,
      guard: guardOf(row),
      feed: row.feed,
      progress: progressOf(row, { value: row.current, inRange }),
      confidence: last?.confidence ?? null,
      status: last?.status ?? null,
      grade: row.grade,
      current: row.current,
      confidenceChange: last && previous ? last.confidence - previous.confidence : null,
      checkedInOn: row.checked_in_on,
      stale: active && isStale(row.measured_on, row, today),
      confidenceStale: active && isStale(last?.on ?? null, { ...row, fresh_days: null }, today),
    };
  });
}

/** Key results with their numbers, newest first. */
export async function listKeyResults(
  context: ReadContext,
  today: Temporal.PlainDate,
  query: ParsedInput<OperationOf<'strategy.listKeyResults'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  const found = await keyResultRows(
    context,
    sql`true ${query.objective ? sql`and ${serves(query.objective)}` : sql``}
      ${query.ownerUnit ? sql`and entity.owner_unit_id = ${query.ownerUnit}` : sql``}
      ${query.owner ? sql`and owner_id = ${query.owner}` : sql``}
      ${query.state ? sql`and entity.state = ${query.state}` : sql``}
      ${before === undefined ? sql`` : sql`and key_result.id < ${before}::uuid`}`,
    query.limit + 1,
  );
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, today, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

function serves(id: string) {
  return sql`exists (select 1 from link where link.from_id = key_result.id and link.to_id = ${id}
    and link.relation = 'serves' and link.until is null)`;
}

/** The key results that serve an objective: 200 at most. */
export async function keyResultsServing(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'objective'>,
): Promise<KeyResultRow[]> {
  return (await shape(context, today, await keyResultRows(context, serves(id), 200))).toReversed();
}

/** The key results that are worked on, of some units (of all, without any), newest first; only guardrails, or a person's, where asked. */
export async function keyResultsOf(
  context: ReadContext,
  today: Temporal.PlainDate,
  units: readonly string[] | undefined,
  limit: number,
  { guardrails = false, owner }: { guardrails?: boolean; owner?: Id<'person'> } = {},
): Promise<KeyResultRow[]> {
  const where = sql`${workedOn}
    ${guardrails ? sql`and guardrail` : sql``}
    ${owner ? sql`and owner_id = ${owner}` : sql``}
    ${units ? sql`and entity.owner_unit_id = any(${[...units]}::uuid[])` : sql``}`;
  return shape(context, today, await keyResultRows(context, where, limit));
}

/** Key results by id with their numbers; those that the actor may not see are absent. */
export async function keyResultNumbers(
  context: ReadContext,
  today: Temporal.PlainDate,
  ids: readonly string[],
): Promise<Map<string, KeyResultRow>> {
  if (ids.length === 0) return new Map();
  const among = sql`key_result.id = any(${[...new Set(ids)]}::uuid[])`;
  const rows = await keyResultRows(context, among, ids.length);
  const shaped = await shape(context, today, rows);
  return new Map(
    rows.flatMap(({ id }, index) => {
      const row = shaped[index];
      return row ? [[id, row]] : [];
    }),
  );
}

/** The metric that feeds a key result, of what it is measured by; undefined without one. */
export function metricOf(measures: readonly Linked[] | undefined): Id<'metric'> | undefined {
  const metric = measures?.find(({ entity }) => entity.kind === 'metric');
  return metric && (parseReference(metric.entity.ref)?.id as Id<'metric'> | undefined);
}

/** A key result with its numbers. Throws `not_found`. */
export async function keyResultView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'key_result'>,
): Promise<Detail> {
  const rows = await keyResultRows(context, sql`key_result.id = ${id}`, 1);
  const [shaped] = await shape(context, today, rows);
  const [row] = rows;
  if (!row || !shaped) throw notFound('key_result');
  const served = (await linkedEntities(context, [id], 'serves', 'from')).get(id) ?? [];
  const measures = (await linkedEntities(context, [id], 'measured_by', 'from')).get(id) ?? [];
  return {
    ...(await entityDetail(context, { kind: 'key_result', id })),
    ...shaped,
    weight: served.find(({ entity }) => entity.kind === 'objective')?.weight ?? 1,
    metric: measures[0]?.entity ?? null,
    insight: row.feed_settings && { ...row.feed_settings, error: row.feed_error },
    checkInDays: row.check_in_days,
    gradeFrozen: row.frozen,
    breached: shaped.objective ? await breachedGuards(context, today, shaped) : [],
    initiatives: await initiativesServing(context, id),
    gradeRevisions: await gradeRevisions(context.db, id),
  };
}

/** The other guardrails of a key result's objective that are out of range. */
async function breachedGuards(
  context: ReadContext,
  today: Temporal.PlainDate,
  { ref, objective }: KeyResultRow,
): Promise<EntitySummary[]> {
  const id = parseReference(objective?.ref ?? '')?.id as Id<'objective'>;
  const beside = await keyResultsServing(context, today, id);
  return beside
    .filter((row) => row.ref !== ref && row.state === 'active' && row.guard?.state === 'breached')
    .map((row) => ({ ref: row.ref, kind: 'key_result', title: row.title, state: row.state }));
}
