import type { EntityKind, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { columns, count, counted, most, ofUnit, unitsOf, type Today } from './insight-parts.ts';

interface Orphan {
  readonly id: Id<EntityKind>;
  readonly kind: EntityKind;
  readonly title: string;
  readonly state: string;
  readonly unit: string | null;
  readonly gap: 'no initiative serves it' | 'serves nothing' | 'no key result measures it';
}

/** Where alignment breaks off: both ways, and where nothing says whether it is reached. */
async function orphans(
  context: ReadContext,
  units: readonly string[] | undefined,
): Promise<Orphan[]> {
  const { rows } = await sql<Orphan>`
    with recursive served (id) as (
      select entity.id from entity where kind = 'initiative'
        and state not in ('done', 'stopped') and ${visible(context.actor)}
      union
      select link.to_id from served
      join link on link.from_id = served.id and link.relation = 'serves' and link.until is null
      join entity on entity.id = link.to_id and ${visible(context.actor)}
    ), own as (
      select entity.*, exists (
          select 1 from link join entity higher on higher.id = link.to_id and ${visible(context.actor, 'higher')}
          where link.from_id = entity.id and link.relation = 'serves' and link.until is null) as serves,
        exists (
          select 1 from link join entity lower on lower.id = link.from_id and ${visible(context.actor, 'lower')}
          where link.to_id = entity.id and link.relation = 'serves' and link.until is null
            and lower.kind in ('key_result', 'objective')) as measured
      from entity
      where ${visible(context.actor)}
        ${units ? sql`and entity.owner_unit_id = any(${[...units]}::uuid[])` : sql``}
        and (entity.kind = 'objective' and entity.state = 'active'
          or entity.kind = 'initiative' and entity.state not in ('done', 'stopped'))
    ), gaps as (
      select own.*, 'serves nothing' as gap from own where not serves
      union all
      select own.*, 'no initiative serves it' from own
        where kind = 'objective' and id not in (select id from served)
      union all
      select own.*, 'no key result measures it' from own where kind = 'objective' and not measured
    )
    select gaps.id, gaps.kind, gaps.title, gaps.state, unit.title as unit, gap
    from gaps left join entity unit on unit.id = gaps.owner_unit_id
    order by gaps.kind desc, gaps.id, gap limit ${most}
  `.execute(context.db);
  return rows;
}

/** Alignment gaps, both ways. */
export function alignmentInsight(today: Today): Insight {
  return insight({
    key: 'strategy.alignment',
    title: 'Alignment gaps',
    describes:
      'Initiatives and objectives that serve nothing, objectives that no running initiative serves or no key result measures',
    parameters: ofUnit,
    async run(context, { unit }) {
      const found = await orphans(context, await unitsOf(context, today, unit));
      const having = (kind: EntityKind, gap: Orphan['gap']) =>
        found.filter((orphan) => orphan.kind === kind && orphan.gap === gap).map(summaryOf);
      const unserved = having('objective', 'no initiative serves it');
      const initiatives = having('initiative', 'serves nothing');
      return {
        says: `${counted(unserved.length, 'objective')} without an initiative, ${counted(initiatives.length, 'initiative')} that serve${initiatives.length === 1 ? 's' : ''} nothing.`,
        figures: [
          count(context, 'objectives', 'Objectives without an initiative', 'objectives', unserved),
          count(
            context,
            'initiatives',
            'Initiatives that serve nothing',
            'initiatives',
            initiatives,
          ),
          count(
            context,
            'unmeasured',
            'Objectives without a key result',
            'objectives',
            having('objective', 'no key result measures it'),
          ),
          count(
            context,
            'roots',
            'Objectives that serve nothing higher',
            'objectives',
            having('objective', 'serves nothing'),
          ),
        ],
        columns: columns({ kind: 'Kind', title: 'Title', unit: 'Unit', gap: 'Gap' }),
        rows: found.map((orphan) => ({
          ref: summaryOf(orphan).ref,
          kind: orphan.kind,
          title: orphan.title,
          unit: orphan.unit,
          gap: orphan.gap,
        })),
        charts: [],
      };
    },
  });
}
