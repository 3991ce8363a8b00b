import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { OperationsTables } from '../tables.ts';

/** A finding's own row. Throws `not_found`. */
export async function loadFinding(db: Db, id: Id<'security_finding'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('security_finding')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('security_finding');
  return row;
}

/** An exception, kept as it is until the transaction ends. Throws `not_found`. */
export async function lockException(tx: Tx, id: Id<'security_exception'>) {
  const row = await tx
    .$extendTables<OperationsTables>()
    .selectFrom('security_exception')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such exception.');
  return row;
}

/** A finding that a tool reported before. */
export interface KnownFinding {
  readonly id: Id<'security_finding'>;
  readonly fingerprint: string;
  readonly state: 'open' | 'excepted' | 'fixed' | 'dismissed';
  readonly severity: string;
  readonly location: string;
}

/** All that a tool ever reported of a repository, by fingerprint. */
export async function knownFindings(
  tx: Tx,
  repository: Id<'repository'>,
  tool: string,
): Promise<Map<string, KnownFinding>> {
  const { rows } = await sql<KnownFinding>`
    select security_finding.id, fingerprint, entity.state, severity, location
    from security_finding join entity on entity.id = security_finding.id
    where repository_id = ${repository} and tool = ${tool} and fingerprint is not null
    for update of security_finding
  `.execute(tx);
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

/** Two uploads of one repository never decide at once. */
export async function lockFindingsOf(tx: Tx, repository: Id<'repository'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('sarif'), hashtext(${repository}))`.execute(tx);
}

/** The services that are built from a repository. */
export async function servicesBuiltFrom(
  db: Db,
  repositories: readonly string[],
): Promise<Id<'service'>[]> {
  if (repositories.length === 0) return [];
  const { rows } = await sql<{ id: Id<'service'> }>`
    select distinct to_id as id from link where from_id = any(${[...repositories]}::uuid[])
      and relation = 'builds' and to_kind = 'service' and until is null
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Findings whose exception has run out by a day. */
export async function findingsWithEndedException(
  db: Db,
  today: string,
): Promise<Id<'security_finding'>[]> {
  const rows = await db
    .$extendTables<OperationsTables>()
    .selectFrom('security_finding')
    .select('id')
    .where('excepted_until', '<', today)
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}
