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
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { EngagementTables } from '../tables.ts';

type AccountPage = OutputOf<OperationOf<'engagement.listAccounts'>>;
type AccountDetail = OutputOf<OperationOf<'engagement.getAccount'>>;
type ContactPage = OutputOf<OperationOf<'engagement.listContacts'>>;
type ContactDetail = OutputOf<OperationOf<'engagement.getContact'>>;

function accountRows(context: ReadContext) {
  return context.db
    .$extendTables<EngagementTables>()
    .selectFrom('account')
    .innerJoin('entity', 'entity.id', 'account.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['account.id', 'entity.title', 'entity.restricted', 'entity.owner_unit_id'])
    .select(['segment', 'tier', 'annual_value', 'external_key'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<AccountDetail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type AccountRow = Awaited<ReturnType<ReturnType<typeof accountRows>['execute']>>[number];

function shapeAccount(row: AccountRow): AccountPage['items'][number] {
  return {
    ref: toReference('account', row.id),
    title: row.title,
    state: row.state,
    segment: row.segment,
    tier: row.tier,
    annualValue: Number(row.annual_value),
    externalKey: row.external_key,
    ownerUnit: ownerUnitOf(row),
    restricted: row.restricted,
  };
}

/** Accounts that the actor sees, newest first. */
export async function listAccounts(
  context: ReadContext,
  query: ParsedInput<OperationOf<'engagement.listAccounts'>>['query'],
): Promise<AccountPage> {
  const [before] = readCursor(query.cursor, 1);
  let rows = accountRows(context);
  if (query.segment) rows = rows.where('account.segment', '=', query.segment);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (before !== undefined) rows = rows.where(sql<boolean>`account.id < ${before}::uuid`);
  const found = await rows
    .orderBy('account.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shapeAccount),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** An account. Throws `not_found`. */
export async function accountView(context: ReadContext, id: Id<'account'>): Promise<AccountDetail> {
  const row = await accountRows(context).where('account.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('account');
  const detail = await entityDetail(context, { kind: 'account', id });
  const contacts = await listContacts(context, { account: id, limit: 200 });
  const { rows: programs } = await sql<{
    id: string;
    title: string;
    state: string;
    since: Date;
  }>`
    select entity.id, entity.title, entity.state, link.since
    from link join entity on entity.id = link.to_id and ${visible(context.actor)}
    where link.from_id = ${id} and link.relation = 'member_of' and link.until is null
    order by link.since desc
  `.execute(context.db);
  const { rows: counts } = await sql<{ open: string; total: string }>`
    select count(*) filter (where entity.state in ('new', 'triaged')) as open, count(*) as total
    from link join entity on entity.id = link.from_id and ${visible(context.actor)}
    where link.to_id = ${id} and link.relation = 'given_by' and link.until is null
  `.execute(context.db);
  return {
    ...detail,
    ...shapeAccount(row),
    contacts: contacts.items,
    programs: programs.map((program) => ({
      program: summaryOf({ ...program, kind: 'program' }),
      since: program.since.toISOString(),
    })),
    feedback: { open: Number(counts[0]?.open ?? 0), total: Number(counts[0]?.total ?? 0) },
  };
}

function contactRows(context: ReadContext) {
  return context.db
    .$extendTables<EngagementTables>()
    .selectFrom('contact')
    .innerJoin('entity', 'entity.id', 'contact.id')
    .select(['contact.id', 'entity.title', 'contact.role', 'contact.email', 'contact.account_id'])
    .select(sql.ref<ContactDetail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type ContactRow = Awaited<ReturnType<ReturnType<typeof contactRows>['execute']>>[number];

async function shapeContacts(
  context: ReadContext,
  rows: readonly ContactRow[],
): Promise<ContactPage['items']> {
  const accounts = await loadSummaries(
    context.db,
    context.actor,
    rows.map(({ account_id }) => account_id),
  );
  return rows.map((row) => ({
    ref: toReference('contact', row.id),
    title: row.title,
    state: row.state,
    role: row.role,
    email: row.email,
    account: accounts.get(row.account_id) ?? null,
  }));
}

/** Contacts that the actor sees, newest first. */
export async function listContacts(
  context: ReadContext,
  query: ParsedInput<OperationOf<'engagement.listContacts'>>['query'],
): Promise<ContactPage> {
  const [before] = readCursor(query.cursor, 1);
  let rows = contactRows(context);
  if (query.account) rows = rows.where('contact.account_id', '=', query.account);
  if (before !== undefined) rows = rows.where(sql<boolean>`contact.id < ${before}::uuid`);
  const found = await rows
    .orderBy('contact.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shapeContacts(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A contact. Throws `not_found`. */
export async function contactView(context: ReadContext, id: Id<'contact'>): Promise<ContactDetail> {
  const row = await contactRows(context).where('contact.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('contact');
  const [shaped] = await shapeContacts(context, [row]);
  if (!shaped) throw notFound('contact');
  return { ...(await entityDetail(context, { kind: 'contact', id })), ...shaped };
}
