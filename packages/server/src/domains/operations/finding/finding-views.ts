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
import { notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { organisationDay } from '../day-store.ts';
import { identityOf } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'operations.listSecurityFindings'>>;
type Detail = OutputOf<OperationOf<'operations.getSecurityFinding'>>;
type Query = ParsedInput<OperationOf<'operations.listSecurityFindings'>>['query'];

/** A finding as lists show it. */
export type FindingRow = Page['items'][number];

function findingRows(context: ReadContext) {
  return context.db
    .$extendTables<OperationsTables>()
    .selectFrom('security_finding')
    .innerJoin('entity', 'entity.id', 'security_finding.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('security_finding')
    .select(['entity.title', 'entity.revision', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<FindingRow['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof findingRows>['execute']>>[number];

/** Past its deadline, and nobody gave leave for that. */
const overdue = (today: string) =>
  sql<boolean>`(due_on < ${today}::date and entity.state in ('open', 'excepted')
    and (excepted_until is null or excepted_until < ${today}::date))`;

async function shape(
  context: ReadContext,
  rows: readonly Row[],
  today: string,
): Promise<FindingRow[]> {
  const affected = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'affects',
    'from',
  );
  return rows.map((row) => {
    const of = (kind: string) =>
      affected.get(row.id)?.find(({ entity }) => entity.kind === kind)?.entity ?? null;
    const open = row.state === 'open' || row.state === 'excepted';
    const excepted = row.excepted_until !== null && row.excepted_until >= today;
    return {
      ref: toReference('security_finding', row.id),
      title: row.title,
      state: row.state,
      severity: row.severity,
      tool: row.tool,
      rule: row.rule,
      service: of('service'),
      repository: of('repository'),
      ownerUnit: ownerUnitOf(row),
      location: row.location,
      foundAt: row.found_at.toISOString(),
      dueOn: row.due_on,
      overdue: open && !excepted && row.due_on < today,
      exceptedUntil: row.excepted_until,
      fixedAt: row.fixed_at?.toISOString() ?? null,
      revision: row.revision,
    };
  });
}

/** Findings, the next deadline first. */
export async function listSecurityFindings(
  context: ReadContext,
  query: Query & {
    units?: readonly Id<'unit'>[] | undefined;
    unsettled?: boolean;
    dueBefore?: string;
  },
): Promise<Page> {
  const today = (await organisationDay(context.db, context.now)).today.toString();
  const [due, id] = readCursor(query.cursor, 2);
  let rows = findingRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.severity) rows = rows.where('severity', '=', query.severity);
  if (query.repository) rows = rows.where('repository_id', '=', query.repository);
  if (query.tool) rows = rows.where('tool', '=', query.tool);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...query.units]}::uuid[])`);
  }
  if (query.unsettled) rows = rows.where('entity.state', 'in', ['open', 'excepted']);
  if (query.dueBefore) rows = rows.where('due_on', '<', query.dueBefore);
  if (query.overdue === 'true') rows = rows.where(overdue(today));
  if (query.overdue === 'false') rows = rows.where(sql<boolean>`not ${overdue(today)}`);
  if (query.service) {
    rows = rows.where(sql<boolean>`exists (select 1 from link
      where link.from_id = security_finding.id and link.to_id = ${query.service}
        and link.relation = 'affects' and link.until is null)`);
  }
  if (id !== undefined) {
    rows = rows.where(sql<boolean>`(due_on, security_finding.id) > (${due}::date, ${id}::uuid)`);
  }
  const found = await rows
    .orderBy('due_on')
    .orderBy('security_finding.id')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown, today),
    nextCursor: found.length > query.limit && last ? writeCursor([last.due_on, last.id]) : null,
  };
}

/** A finding with its exceptions, newest first. Throws `not_found`. */
export async function findingView(
  context: ReadContext,
  id: Id<'security_finding'>,
): Promise<Detail> {
  const row = await findingRows(context).where('security_finding.id', '=', id).executeTakeFirst();
  const today = (await organisationDay(context.db, context.now)).today.toString();
  const [shaped] = row ? await shape(context, [row], today) : [];
  if (!row || !shaped) throw notFound('security_finding');
  const exceptions = await context.db
    .$extendTables<OperationsTables>()
    .selectFrom('security_exception')
    .selectAll()
    .where('finding_id', '=', id)
    .orderBy('asked_at', 'desc')
    .limit(50)
    .execute();
  return {
    ...(await entityDetail(context, { kind: 'security_finding', id })),
    ...shaped,
    url: row.url,
    help: row.help,
    exceptions: exceptions.map((one) => ({
      ref: toReference('security_exception', one.id),
      reason: one.reason,
      until: one.until,
      askedBy: one.asked_name,
      mine: one.asked_by !== null && one.asked_by === identityOf(context.actor),
      askedAt: one.asked_at.toISOString(),
      state: one.state,
      decidedBy: one.decided_name,
      decidedAt: one.decided_at?.toISOString() ?? null,
    })),
  };
}

/** Exceptions that wait for a decision of somebody else than the reader, oldest first. */
export async function exceptionsAsked(context: ReadContext) {
  const { db, actor } = context;
  return db
    .$extendTables<OperationsTables>()
    .selectFrom('security_exception')
    .innerJoin('entity', 'entity.id', 'finding_id')
    .select(['security_exception.id', 'reason', 'until', 'asked_by', 'asked_name'])
    .select(['entity.id as finding', 'entity.title', 'entity.state', 'entity.owner_unit_id'])
    .where('security_exception.state', '=', 'asked')
    .where(sql<boolean>`asked_by is distinct from ${actor.id}::uuid`)
    .where(visible(actor))
    .orderBy('asked_at')
    .limit(200)
    .execute();
}

/**
 * Findings past their deadline of some services and repositories, the worst first, whoever asks: a
 * gate's answer doesn't depend on who sees what.
 */
export async function overdueFindingsOf(
  { db, now }: ReadContext,
  about: readonly string[],
): Promise<
  {
    id: Id<'security_finding'>;
    title: string;
    severity: string;
    restricted: boolean;
    due_on: string;
  }[]
> {
  if (about.length === 0) return [];
  const today = (await organisationDay(db, now)).today.toString();
  const { rows } = await sql<{
    id: Id<'security_finding'>;
    title: string;
    severity: string;
    restricted: boolean;
    due_on: string;
  }>`
    select entity.id, entity.title, entity.restricted, severity, due_on
    from security_finding join entity on entity.id = security_finding.id
    where ${overdue(today)} and (repository_id = any(${[...about]}::uuid[]) or exists (
      select 1 from link where link.from_id = security_finding.id and link.relation = 'affects'
        and link.until is null and link.to_id = any(${[...about]}::uuid[])))
    order by array_position(array['critical', 'high', 'medium', 'low'], severity), due_on, entity.id
    limit 50
  `.execute(db);
  return rows;
}
