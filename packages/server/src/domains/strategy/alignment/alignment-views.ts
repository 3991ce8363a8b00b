import {
  alignmentGaps,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { workedOn } from '../key-result/worked-on.ts';
import { presentQuarter } from '../present-quarter.ts';
import { weightFault, type GivenWeight } from './weight-rules.ts';

type Answer = OutputOf<OperationOf<'strategy.listAlignmentGaps'>>;
type GapKey = (typeof alignmentGaps)[number];

/** A gap with what it is about. */
export interface Gap {
  readonly gap: GapKey;
  readonly id: Id<EntityKind>;
  readonly kind: EntityKind;
  readonly title: string;
  readonly state: string;
  readonly owner_unit_id: Id<'unit'> | null;
  readonly owner_unit_title: string | null;
  /** Of an objective whose weights are asked about. */
  readonly weights: readonly GivenWeight[] | null;
}

/** How many gaps are shown. */
const most = 1000;

/** Whether something that the actor sees, of some kinds, serves the entity of the row. */
function servedBy(context: ReadContext, ...kinds: EntityKind[]): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from link join entity lower on lower.id = link.from_id
    and lower.kind = any(${kinds}::text[]) and ${visible(context.actor, 'lower')}
    where link.to_id = entity.id and link.relation = 'serves' and link.until is null)`;
}

/** Whether the entity of the row serves something that the actor sees; of a kind, where named. */
function serves(context: ReadContext, kind?: EntityKind): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from link join entity higher on higher.id = link.to_id
    and ${visible(context.actor, 'higher')} ${kind ? sql`and higher.kind = ${kind}` : sql``}
    where link.from_id = entity.id and link.relation = 'serves' and link.until is null)`;
}

/** The weights of what serves the objective of the row; null for who doesn't see all of that. */
function weightsOf(context: ReadContext): RawBuilder<unknown> {
  return sql`(select json_agg(link.weight) from link join entity lower on lower.id = link.from_id
    where link.to_id = entity.id and link.relation = 'serves' and link.until is null
      and link.from_kind in ('objective', 'key_result')
    having bool_and(${visible(context.actor, 'lower')}))`;
}

/** What each gap is: of which kind, in which case. Of what is over, only that it is. */
function cases(
  context: ReadContext,
  fiscalYear: number,
): Record<GapKey, { kind: EntityKind; when: RawBuilder<unknown> }> {
  const current = sql`entity.id not in (select id from over)`;
  const keyResult = sql`from key_result where key_result.id = entity.id and ${workedOn}
    and not exists (select 1 from link join over on over.id = link.to_id
      where link.from_id = entity.id and link.relation = 'serves' and link.until is null)`;
  return {
    'priority-without-objective': {
      kind: 'priority',
      when: sql`not ${servedBy(context, 'objective')} and exists (select 1 from priority
        join plan on plan.id = plan_id and closed_at is null and fiscal_year >= ${fiscalYear}::integer
        where priority.id = entity.id)`,
    },
    'objective-period-over': { kind: 'objective', when: sql`not (${current})` },
    'objective-serves-nothing': {
      kind: 'objective',
      when: sql`${current} and not ${serves(context)}`,
    },
    'objective-without-key-result': {
      kind: 'objective',
      when: sql`${current} and not ${servedBy(context, 'key_result', 'objective')}`,
    },
    'objective-without-initiative': {
      kind: 'objective',
      when: sql`${current} and entity.id not in (select id from served)`,
    },
    'objective-weights': {
      kind: 'objective',
      when: sql`${current} and ${weightsOf(context)} is not null`,
    },
    'key-result-without-owner': {
      kind: 'key_result',
      when: sql`exists (select 1 ${keyResult} and owner_id is null)`,
    },
    'key-result-without-measure': {
      kind: 'key_result',
      when: sql`exists (select 1 ${keyResult} and feed = 'hand')
        and not exists (select 1 from check_in where key_result_id = entity.id)`,
    },
    'initiative-serves-nothing': { kind: 'initiative', when: sql`not ${serves(context)}` },
    'initiative-without-key-result': {
      kind: 'initiative',
      when: sql`${serves(context)} and not ${serves(context, 'key_result')}`,
    },
    'unit-without-objective': {
      kind: 'unit',
      when: sql`not exists (select 1 from entity own where own.owner_unit_id = entity.id
        and own.kind = 'objective' and own.state = 'active'
        and own.id not in (select id from over) and ${visible(context.actor, 'own')})`,
    },
  };
}

/**
 * Where alignment breaks off, of what is worked on, as far as the actor sees: by gap, in the order of
 * the vocabulary. Of units, those gaps that their own things have, and those of the units themselves.
 */
export async function gapsOf(
  context: ReadContext,
  today: Temporal.PlainDate,
  units: readonly string[] | undefined,
): Promise<Gap[]> {
  const { fiscalYear, quarter } = await presentQuarter(context.db, today);
  const found = Object.entries(cases(context, fiscalYear)).map(
    ([gap, { kind, when }]) => sql`
      select ${gap}::text as gap, entity.id, entity.kind, entity.title, entity.state,
        entity.owner_unit_id, ${gap === 'objective-weights' ? weightsOf(context) : sql`null::json`} as weights
      from entity where entity.kind = ${kind}
        and entity.state not in ('closed', 'dropped', 'done', 'stopped', 'ended')
        and ${visible(context.actor)}
        ${units ? sql`and ${kind === 'unit' ? sql`entity.id` : sql`entity.owner_unit_id`} = any(${[...units]}::uuid[])` : sql``}
        and ${when}`,
  );
  const { rows } = await sql<Gap>`
    with recursive served (id) as (
      select entity.id from entity where kind = 'initiative'
        and state not in ('done', 'stopped') and ${visible(context.actor)}
      union
      select link.to_id from served
      join link on link.from_id = served.id and link.relation = 'serves' and link.until is null
      join entity on entity.id = link.to_id and ${visible(context.actor)}
    ), over (id) as (
      select id from objective where (fiscal_year, coalesce(quarter, 4)) < (${fiscalYear}::integer, ${quarter}::integer)
    ), gaps as (${sql.join(found, sql` union all `)})
    select gaps.*, unit.title as owner_unit_title
    from gaps left join entity unit on unit.id = gaps.owner_unit_id and ${visible(context.actor, 'unit')}
    order by array_position(${[...alignmentGaps]}::text[], gap), gaps.id
  `.execute(context.db);
  return rows.filter(
    ({ gap, weights: given }) => gap !== 'objective-weights' || weightFault(given ?? []) !== null,
  );
}

/** What is wrong, in words, where the gap's name doesn't say it all. */
export function wordsOf({ weights: given }: Gap): string {
  return (given && weightFault(given)) ?? '';
}

/** The alignment gaps that the actor sees. */
export async function listAlignmentGaps(
  context: ReadContext,
  today: Temporal.PlainDate,
  units: readonly string[] | undefined,
  { gap: wanted }: Pick<ParsedInput<OperationOf<'strategy.listAlignmentGaps'>>['query'], 'gap'>,
): Promise<Answer> {
  const all = await gapsOf(context, today, units);
  const shown = wanted ? all.filter(({ gap }) => gap === wanted) : all;
  const counted = (gap: GapKey) => all.filter((one) => one.gap === gap).length;
  return {
    items: shown.slice(0, most).map((gap) => ({
      gap: gap.gap,
      entity: summaryOf(gap),
      ownerUnit: ownerUnitOf(gap),
      says: wordsOf(gap),
    })),
    counts: Object.fromEntries(alignmentGaps.map((gap) => [gap, counted(gap)])) as Answer['counts'],
    truncated: shown.length > most,
  };
}
