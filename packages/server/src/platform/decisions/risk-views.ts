import {
  parseReference,
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import type { ReadContext } from '../context.ts';
import { loadEntity, notFound, summaryOf } from '../entities/entity.ts';
import { ownerUnitOf } from '../entities/linked-views.ts';
import { entityDetail } from '../entities/views.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';

type Page = OutputOf<OperationOf<'decisions.listRisks'>>;
type Detail = OutputOf<OperationOf<'decisions.getRisk'>>;

/** A risk as lists show it. */
export type RiskRow = Page['items'][number];

interface Row {
  id: Id<'risk'>;
  title: string;
  state: RiskRow['state'];
  revision: number;
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
  owner_id: Id<'person'> | null;
  owner_name: string | null;
  likelihood: number;
  impact: number;
  mitigation: string;
  due_on: string | null;
  carried_over: number;
  linked: { relation: string; id: string; kind: EntityKind; title: string; state: string }[];
}

/** Risks that the actor sees, the most severe first. */
async function riskRows(
  context: ReadContext,
  where: ReturnType<typeof sql>,
  limit: number,
): Promise<RiskRow[]> {
  const { rows } = await sql<Row>`
    select entity.id, entity.title, entity.state, entity.revision, entity.owner_unit_id,
      unit.title as owner_unit_title, owner_id, person.title as owner_name, likelihood, impact,
      mitigation, due_on, carried_over,
      coalesce((select json_agg(json_build_object('relation', link.relation, 'id', other.id,
          'kind', other.kind, 'title', other.title, 'state', other.state) order by link.id)
        from link join entity other on other.id = link.to_id and ${visible(context.actor, 'other')}
        where link.from_id = entity.id and link.relation in ('threatens', 'made_in')
          and link.until is null), '[]'::json) as linked
    from risk join entity on entity.id = risk.id
    left join entity unit on unit.id = entity.owner_unit_id
    left join entity person on person.id = owner_id and ${visible(context.actor, 'person')}
    where ${visible(context.actor)} and ${where}
    order by likelihood * impact desc, entity.id desc limit ${limit}
  `.execute(context.db);
  return rows.map((row) => {
    const threatens = row.linked.filter(({ relation }) => relation === 'threatens');
    const made = row.linked.find(({ relation }) => relation === 'made_in');
    return {
      ref: toReference('risk', row.id),
      title: row.title,
      state: row.state,
      ownerUnit: ownerUnitOf(row),
      owner:
        row.owner_id && row.owner_name !== null
          ? { ref: toReference('person', row.owner_id), name: row.owner_name }
          : null,
      likelihood: row.likelihood,
      impact: row.impact,
      severity: row.likelihood * row.impact,
      mitigation: row.mitigation,
      dueOn: row.due_on,
      carriedOver: row.carried_over,
      threatens: threatens.map(summaryOf),
      madeIn: made ? summaryOf(made) : null,
      revision: row.revision,
    };
  });
}

const joined = (context: ReadContext, id: string, relation: string) =>
  sql`and exists (select 1 from link join entity other on other.id = link.to_id
    where from_id = entity.id and to_id = ${id} and relation = ${relation} and until is null
      and ${visible(context.actor, 'other')})`;

/** Risks, the most severe first. */
export async function listRisks(
  context: ReadContext,
  query: ParsedInput<OperationOf<'decisions.listRisks'>>['query'],
): Promise<Page> {
  const [severity, id] = readCursor(query.cursor, 2);
  const found = await riskRows(
    context,
    sql`true ${query.owner ? sql`and owner_id = ${query.owner}` : sql``}
      ${query.state ? sql`and entity.state = ${query.state}` : sql``}
      ${query.threatens ? joined(context, query.threatens.id, 'threatens') : sql``}
      ${query.madeIn ? joined(context, query.madeIn.id, 'made_in') : sql``}
      ${
        id === undefined
          ? sql``
          : sql`and (likelihood * impact, entity.id) < (${severity}::integer, ${id}::uuid)`
      }`,
    query.limit + 1,
  );
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([String(last.severity), parseReference(last.ref)?.id ?? ''])
        : null,
  };
}

/** Open risks of some units (of all, without any), the most severe first. */
export function openRisks(
  context: ReadContext,
  units: readonly string[] | undefined,
  limit: number,
): Promise<RiskRow[]> {
  return riskRows(
    context,
    sql`entity.state in ('open', 'accepted')
      ${units ? sql`and entity.owner_unit_id = any(${[...units]}::uuid[])` : sql``}`,
    limit,
  );
}

/** A risk. Throws `not_found`. */
export async function riskView(context: ReadContext, id: Id<'risk'>): Promise<Detail> {
  await loadEntity(context.db, context.actor, { kind: 'risk', id });
  const [row] = await riskRows(context, sql`entity.id = ${id}`, 1);
  if (!row) throw notFound('risk');
  return { ...(await entityDetail(context, { kind: 'risk', id })), ...row };
}
