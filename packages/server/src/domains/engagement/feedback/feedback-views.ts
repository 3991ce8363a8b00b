import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries, notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { EngagementTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'engagement.listFeedback'>>;
type Detail = OutputOf<OperationOf<'engagement.getFeedback'>>;

function feedbackRows(context: ReadContext) {
  return context.db
    .$extendTables<EngagementTables>()
    .selectFrom('feedback')
    .innerJoin('entity', 'entity.id', 'feedback.id')
    .selectAll('feedback')
    .select(['entity.title', 'entity.revision'])
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof feedbackRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<Page['items']> {
  const ids = rows.map(({ id }) => id);
  const givers = await linkedEntities(context, ids, 'given_by', 'from');
  const subjects = await linkedEntities(context, ids, 'about', 'from');
  return rows.map((row) => {
    const given = givers.get(row.id) ?? [];
    return {
      ref: toReference('feedback', row.id),
      title: row.title,
      state: row.state,
      verbatim: row.verbatim,
      rating: row.rating,
      heardAt: row.heard_at,
      segment: row.segment,
      themes: row.themes,
      account: given.find(({ entity }) => entity.kind === 'account')?.entity ?? null,
      contact: given.find(({ entity }) => entity.kind === 'contact')?.entity ?? null,
      about: (subjects.get(row.id) ?? []).map(({ entity }) => entity),
      mergedInto: row.merged_into_id ? toReference('feedback', row.merged_into_id) : null,
      receivedAt: row.received_at.toISOString(),
      revision: row.revision,
    };
  });
}

/** Feedback, newest first; an account that the actor may not see has given none. */
export async function listFeedback(
  context: ReadContext,
  query: ParsedInput<OperationOf<'engagement.listFeedback'>>['query'],
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  let rows = feedbackRows(context);
  if (query.merged === 'false') rows = rows.where('merged_into_id', 'is', null);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.segment) rows = rows.where('feedback.segment', '=', query.segment);
  if (query.theme) rows = rows.where(sql<boolean>`themes @> array[${query.theme}]`);
  for (const [ref, relation] of [
    [query.about?.id, 'about'],
    [query.account, 'given_by'],
  ] as const) {
    if (!ref) continue;
    rows = rows.where(sql<boolean>`exists (select 1 from link
      join entity other on other.id = link.to_id and ${visible(context.actor, 'other')}
      where link.from_id = feedback.id and link.to_id = ${ref} and link.relation = ${relation}
        and link.until is null)`);
  }
  if (id !== undefined) {
    rows = rows.where(sql<boolean>`(received_at, feedback.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows
    .orderBy('received_at', 'desc')
    .orderBy('feedback.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([last.received_at.toISOString(), last.id])
        : null,
  };
}

/** A piece of feedback. Throws `not_found`. */
export async function feedbackView(context: ReadContext, id: Id<'feedback'>): Promise<Detail> {
  const { db, actor } = context;
  const row = await feedbackRows(context).where('feedback.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('feedback');
  const detail = await entityDetail(context, { kind: 'feedback', id });
  const answered = await linkedEntities(context, [id], 'in_response_to', 'from');
  const programs = await loadSummaries(db, actor, row.program_id ? [row.program_id] : []);
  const duplicates = await feedbackRows(context)
    .where('merged_into_id', '=', id)
    .orderBy('feedback.id')
    .limit(200)
    .execute();
  return {
    ...detail,
    ...shaped,
    answer: row.answer,
    page: row.page,
    program: (row.program_id && programs.get(row.program_id)) || null,
    inResponseTo: (answered.get(id) ?? []).map(({ entity }) => entity),
    duplicates: duplicates.map((duplicate) => summaryOf({ ...duplicate, kind: 'feedback' })),
  };
}
