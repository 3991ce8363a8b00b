import {
  parseReference,
  toReference,
  type EntityKind,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import type { ReadContext } from '../context.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { notFound, summaryOf } from '../entities/entity.ts';
import type { Effect } from './effect.ts';

type DecisionView = OutputOf<OperationOf<'decisions.getDecision'>>;
type ActionView = OutputOf<OperationOf<'decisions.getAction'>>;
type Page<T> = { items: T[]; nextCursor: string | null };
type Summaries = { id: string; kind: EntityKind; title: string; state: string }[];

interface DecisionRow {
  id: Id<'decision'>;
  title: string;
  state: DecisionView['state'];
  revision: number;
  options: string[];
  choice: string | null;
  reason: string;
  revisit_on: string | null;
  decided_at: Date | null;
  decider_id: Id<'person'> | null;
  decider_name: string | null;
  about: Summaries;
  made_in: Summaries;
  taken_up_in: Summaries;
  cites: Summaries;
  replaces: Summaries;
  replaced_by: Summaries;
  effects: { effect: string; id: string; kind: EntityKind; parameters: unknown }[];
}

function linked(context: ReadContext, relation: string, end: 'to' | 'from' = 'to') {
  const far = sql.ref(end === 'to' ? 'link.to_id' : 'link.from_id');
  const near = sql.ref(end === 'to' ? 'link.from_id' : 'link.to_id');
  return sql`coalesce((select json_agg(json_build_object('id', other.id, 'kind', other.kind,
      'title', other.title, 'state', other.state) order by link.id)
    from link join entity other on other.id = ${far} and ${visible(context.actor, 'other')}
    where ${near} = entity.id and link.relation = ${relation} and link.until is null), '[]'::json)`;
}

const firstOf = ([first]: Summaries) => (first ? summaryOf(first) : null);

async function decisionRows(
  context: ReadContext,
  effects: ReadonlyMap<string, Effect>,
  where: ReturnType<typeof sql>,
  limit: number,
): Promise<DecisionView[]> {
  const { rows } = await sql<DecisionRow>`
    select entity.id, entity.title, entity.state, entity.revision, options, choice, reason,
      revisit_on, decided_at, person.id as decider_id, person.title as decider_name,
      ${linked(context, 'decides')} as about, ${linked(context, 'made_in')} as made_in,
      ${linked(context, 'on_agenda_of')} as taken_up_in, ${linked(context, 'cites')} as cites,
      ${linked(context, 'replaces')} as replaces, ${linked(context, 'replaces', 'from')} as replaced_by,
      coalesce((select json_agg(json_build_object('effect', effect, 'id', target_id, 'kind', target_kind,
          'parameters', parameters) order by ordinal)
        from decision_effect join entity target on target.id = target_id and ${visible(context.actor, 'target')}
        where decision_id = entity.id), '[]'::json) as effects
    from decision join entity on entity.id = decision.id
    left join entity person on person.id = decision.decider_id
    where ${visible(context.actor)} and ${where}
    order by entity.id desc limit ${limit}
  `.execute(context.db);
  return rows.map((row) => ({
    ref: toReference('decision', row.id),
    question: row.title,
    options: row.options,
    choice: row.choice,
    reason: row.reason,
    state: row.state,
    decider:
      row.decider_id && row.decider_name !== null
        ? { ref: toReference('person', row.decider_id), name: row.decider_name }
        : null,
    about: row.about.map(summaryOf),
    madeIn: firstOf(row.made_in),
    takenUpIn: firstOf(row.taken_up_in),
    cites: row.cites.map(summaryOf),
    replaces: firstOf(row.replaces),
    replacedBy: firstOf(row.replaced_by),
    effects: row.effects.map(({ effect, id, kind, parameters }) => ({
      effect,
      target: toReference(kind, id),
      says: effects.get(effect)?.says(parameters as never) ?? effect,
    })),
    revisitOn: row.revisit_on,
    decidedAt: row.decided_at?.toISOString() ?? null,
    revision: row.revision,
  }));
}

/** A decision. Throws `not_found`. */
export async function decisionView(
  context: ReadContext,
  effects: ReadonlyMap<string, Effect>,
  id: Id<'decision'>,
): Promise<DecisionView> {
  const [found] = await decisionRows(context, effects, sql`entity.id = ${id}`, 1);
  if (!found) throw notFound('decision');
  return found;
}

/** Decisions about an entity, or made in one, newest first. */
export async function listDecisions(
  context: ReadContext,
  effects: ReadonlyMap<string, Effect>,
  query: {
    about?: EntityRef | undefined;
    /** Or taken up in it, having been postponed. */
    madeIn?: EntityRef | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<DecisionView>> {
  const [before] = readCursor(query.cursor, 1);
  const joined = (ref: EntityRef | undefined, ...relations: string[]) =>
    ref
      ? sql`and exists (select 1 from link join entity other on other.id = link.to_id
          where from_id = entity.id and to_id = ${ref.id} and relation = any(${relations}::text[])
            and link.until is null and ${visible(context.actor, 'other')})`
      : sql``;
  const found = await decisionRows(
    context,
    effects,
    sql`${before === undefined ? sql`true` : sql`entity.id < ${before}::uuid`}
      ${joined(query.about, 'decides')} ${joined(query.madeIn, 'made_in', 'on_agenda_of')}`,
    query.limit + 1,
  );
  return pageOfRows(found, query.limit);
}

interface ActionRow {
  id: Id<'action'>;
  title: string;
  state: ActionView['state'];
  revision: number;
  due_on: string | null;
  carried_over: number;
  owner_id: Id<'person'> | null;
  owner_name: string | null;
  source: Summaries;
}

async function actionRows(
  context: ReadContext,
  where: ReturnType<typeof sql>,
  limit: number,
): Promise<ActionView[]> {
  const { rows } = await sql<ActionRow>`
    select entity.id, entity.title, entity.state, entity.revision, due_on, carried_over,
      person.id as owner_id, person.title as owner_name, ${linked(context, 'follows_from')} as source
    from action join entity on entity.id = action.id
    left join entity person on person.id = action.owner_id
    where ${visible(context.actor)} and ${where}
    order by due_on nulls last, entity.id limit ${limit}
  `.execute(context.db);
  return rows.map((row) => ({
    ref: toReference('action', row.id),
    title: row.title,
    state: row.state,
    owner:
      row.owner_id && row.owner_name !== null
        ? { ref: toReference('person', row.owner_id), name: row.owner_name }
        : null,
    dueOn: row.due_on,
    source: row.source[0] ? summaryOf(row.source[0]) : null,
    carriedOver: row.carried_over,
    revision: row.revision,
  }));
}

/** An action. Throws `not_found`. */
export async function actionView(context: ReadContext, id: Id<'action'>): Promise<ActionView> {
  const [found] = await actionRows(context, sql`entity.id = ${id}`, 1);
  if (!found) throw notFound('action');
  return found;
}

/** Actions by due date. */
export async function listActions(
  context: ReadContext,
  query: {
    owner?: Id<'person'> | undefined;
    source?: EntityRef | undefined;
    state?: ActionView['state'] | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<ActionView>> {
  const [due, id] = readCursor(query.cursor, 2);
  const found = await actionRows(
    context,
    sql`true ${query.owner ? sql`and owner_id = ${query.owner}` : sql``}
      ${query.state ? sql`and entity.state = ${query.state}` : sql``}
      ${
        query.source
          ? sql`and exists (select 1 from link join entity other on other.id = link.to_id
              where from_id = entity.id and to_id = ${query.source.id}
                and relation in ('follows_from', 'made_in') and ${visible(context.actor, 'other')})`
          : sql``
      }
      ${
        id === undefined
          ? sql``
          : sql`and (coalesce(due_on, 'infinity'), entity.id) > (${due}::date, ${id}::uuid)`
      }`,
    query.limit + 1,
  );
  const page = pageOfRows(found, query.limit);
  const last = page.items.at(-1);
  return {
    items: page.items,
    nextCursor:
      page.nextCursor && last
        ? writeCursor([last.dueOn ?? 'infinity', idOfReference(last.ref)])
        : null,
  };
}

function idOfReference(reference: string): string {
  return parseReference(reference)?.id ?? '';
}

function pageOfRows<T extends { ref: string }>(found: T[], limit: number): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > limit && last ? writeCursor([idOfReference(last.ref)]) : null,
  };
}
